/** Windows names of time zones and the IANA zone of their main territory ("001"), after Unicode CLDR's windowsZones. */

/** Region: Windows names without "Standard Time", each with its city where that has another name. */
const ZONES = `
Africa:E. Africa=Nairobi,Egypt=Cairo,Libya=Tripoli,Morocco=Casablanca,Namibia=Windhoek,Sao Tome
Africa:South Africa=Johannesburg,South Sudan=Juba,Sudan=Khartoum,W. Central Africa=Lagos
America:Alaskan=Anchorage,Aleutian=Adak,Argentina=Buenos_Aires,Atlantic=Halifax,Bahia,Canada Central=Regina
America:Central America=Guatemala,Central Brazilian=Cuiaba,Central=Chicago,Central (Mexico)=Mexico_City
America:Cuba=Havana,E. South America=Sao_Paulo,Eastern=New_York,Eastern (Mexico)=Cancun,Greenland=Godthab
America:Haiti=Port-au-Prince,Magallanes=Punta_Arenas,Montevideo,Mountain=Denver,Mountain (Mexico)=Mazatlan
America:Newfoundland=St_Johns,Pacific SA=Santiago,Pacific=Los_Angeles,Pacific (Mexico)=Tijuana
America:Paraguay=Asuncion,SA Eastern=Cayenne,SA Pacific=Bogota,SA Western=La_Paz,Saint Pierre=Miquelon
America:Tocantins=Araguaina,Turks And Caicos=Grand_Turk,US Eastern=Indianapolis,US Mountain=Phoenix
America:Venezuela=Caracas,Yukon=Whitehorse
Asia:Afghanistan=Kabul,Altai=Barnaul,Arab=Riyadh,Arabian=Dubai,Arabic=Baghdad,Azerbaijan=Baku
Asia:Bangladesh=Dhaka,Caucasus=Yerevan,Central Asia=Bishkek,China=Shanghai,Ekaterinburg=Yekaterinburg
Asia:Georgian=Tbilisi,India=Calcutta,Iran=Tehran,Israel=Jerusalem,Jordan=Amman,Korea=Seoul,Magadan
Asia:Middle East=Beirut,Myanmar=Rangoon,N. Central Asia=Novosibirsk,Nepal=Katmandu,North Asia East=Irkutsk
Asia:North Asia=Krasnoyarsk,North Korea=Pyongyang,Omsk,Pakistan=Karachi,Qyzylorda
Asia:Russia Time Zone 10=Srednekolymsk,Russia Time Zone 11=Kamchatka,SE Asia=Bangkok,Sakhalin,Singapore
Asia:Sri Lanka=Colombo,Syria=Damascus,Taipei,Tokyo,Tomsk,Transbaikal=Chita,Ulaanbaatar,Vladivostok
Asia:W. Mongolia=Hovd,West Asia=Tashkent,West Bank=Hebron,Yakutsk
Atlantic:Azores,Cape Verde,Greenwich=Reykjavik
Australia:AUS Central=Darwin,AUS Eastern=Sydney,Aus Central W.=Eucla,Cen. Australia=Adelaide
Australia:E. Australia=Brisbane,Lord Howe,Tasmania=Hobart,W. Australia=Perth
Etc:Dateline=GMT+12,UTC+12=GMT-12,UTC+13=GMT-13,UTC-02=GMT+2,UTC-08=GMT+8,UTC-09=GMT+9,UTC-11=GMT+11
Europe:Astrakhan,Belarus=Minsk,Central Europe=Budapest,Central European=Warsaw,E. Europe=Chisinau,FLE=Kiev
Europe:GMT=London,GTB=Bucharest,Kaliningrad,Romance=Paris,Russia Time Zone 3=Samara,Russian=Moscow,Saratov
Europe:Turkey=Istanbul,Volgograd,W. Europe=Berlin
Indian:Mauritius
Pacific:Bougainville,Central Pacific=Guadalcanal,Chatham Islands=Chatham,Easter Island=Easter,Fiji
Pacific:Hawaiian=Honolulu,Line Islands=Kiritimati,Marquesas,New Zealand=Auckland,Norfolk,Samoa=Apia
Pacific:Tonga=Tongatapu,West Pacific=Port_Moresby`;

const zones = new Map([['UTC', 'UTC']]);
for (const line of ZONES.trim().split('\n')) {
  const [region, list = ''] = line.split(':');
  for (const entry of list.split(',')) {
    const [name = '', city = name.replaceAll(' ', '_')] = entry.split('=');
    zones.set(name, `${region}/${city}`);
  }
}

/** The IANA name of a Windows zone, or undefined where the name is none. */
export function fromWindowsZone(name: string): string | undefined {
  const short = name.replace(' Standard Time', '');
  return short === name && !/^(?:UTC|Russia)/.test(name) ? undefined : zones.get(short);
}
