/**
 * The words by which an event is judged, for English, Dutch and Flemish, French and German. Only data: the build writes
 * them into the package as `detection-phrases.json`, which is read when the first event is judged, so that no start of
 * the worker and no page carries them. Raise `RULES_VERSION` with every change.
 *
 * How a phrase is written: folded (lower case, no diacritics, apostrophes and hyphens as spaces); `word*` takes any
 * ending, `*word` (first place only) any beginning. Compounds of "coach" and "mentor" have come apart before, so
 * "coach gesprek" also finds "coachgesprek". Phrases are separated by commas. Where phrases overlap, the longer wins.
 *
 * Weights are natural-log odds: see `detectSession`.
 */
import type { RuleGroup } from './detection-rules.ts';

export const RULE_GROUPS: readonly RuleGroup[] = [
  // Coaching, said outright.
  {
    points: 'coaching',
    title: 4,
    description: 3,
    phrases: [
      `
        coaching session*, coaching call, coaching conversation*, coaching hour, coaching meeting,
        coaching chat, session of coaching, coaching with, coaching for, session with my coach,
        call with my coach, my coach, our coach, your coach, peer coaching, team coaching, group coaching,
        career coaching, leadership coaching, executive coaching, life coaching, business coaching,
        coaching circle, chemistry call, chemistry session, chemistry meeting, chemistry talk,
        chemistry check, coaching intake, coaching kick off, coaching contract*, coach discovery call,
        coaching discovery call, coachee, coachees, three way contracting, tripartite contracting,
        action learning, peer supervision, co development, outplacement coaching, transition coaching,
        coaching relationship, sales coaching, on the job coaching, coaching on the job,
        coaching by my manager
      `,
      `
        coach gesprek*, coaching gesprek*, coach sessie*, coaching sessie*, coaching met, coach afspraak,
        coaching afspraak, coach moment, coaching moment, mijn coach, onze coach, jouw coach, uw coach,
        team coaching, groepscoaching, loopbaan coaching, loopbaanbegeleiding, loopbaangesprek met coach,
        kennismakingsgesprek coach, kennismaking coach, intake coaching, intervisie*, coach uur*,
        coach call, leiderschaps coaching, coaching traject met
      `,
      `
        seance de coaching, seances de coaching, session de coaching, coaching individuel,
        coaching collectif, coaching d equipe, coaching professionnel, coaching pro, coaching dirigeant,
        coaching avec, mon coach, ma coach, notre coach, votre coach, entretien de coaching, rdv coaching,
        rendez vous coaching, tripartite coaching, coachee, coache, codeveloppement, co developpement,
        groupe de codev, codev, analyse de pratiques, intervision, point coaching
      `,
      `
        coaching sitzung*, coaching gesprach*, coaching termin*, coaching stunde*, coaching session*,
        coaching einheit, mein coach, meinem coach, meine coachin, meiner coachin, unser coach, ihr coach,
        einzel coaching, fuhrungs coaching, fuhrungskrafte coaching, karriere coaching,
        kollegiale beratung, kollegiale fallberatung, kollegialer austausch mit fragen, coaching mit,
        leitungsteam supervision, team supervision, teamsupervision, leitungssupervision, fallsupervision,
        auftragsklarung coaching, coach gesprach*
      `,
    ],
  },
  // Coaching as a bare word.
  { points: 'coaching', title: 3, description: 1.2, phrases: ['coaching, coachings'] },
  { points: 'coaching', title: 2.2, description: 0.8, phrases: ['coach, coachen, coachs, coache'] },
  // Coaching told by what happens in it.
  {
    points: 'coaching',
    title: 2,
    description: 2.5,
    phrases: [
      `
        your own answers, own answers, own answer, find your own, finds her own, finds his own,
        find their own, think out loud, thinking space, space to think, no advice, won t give advice,
        not give advice, i ask questions, listen and ask, ask questions, powerful questions,
        limiting belief*, inner critic, saboteur*, imposter, impostor, what do you really want,
        what would you like to be different, what would you like to explore, what do you want to explore,
        what would make this hour, self reflection, reflect on yourself, your values, values exercise,
        grow model, ground rules of our coaching, wheel of life, old pattern, scale 0 10, on a scale,
        coaching goal*, coaching agreement, coaching question*, your agenda, stuck with,
        personal leadership, hold the space, holding space
      `,
      `
        eigen antwoord*, geen advies, ik stel vragen, ik stel alleen vragen, wel vragen, stelt vragen,
        innerlijke criticus, belemmerende overtuiging*, wat wil je echt, wat wil je vandaag,
        wat wil je meenemen, zelfreflectie, stilstaan bij, je waarden, haar waarden, zijn waarden,
        kernwaarden, energie en grenzen, grenzen stellen, grenzen aangeven, wat zegt dat over jou,
        coachvraag, coaching vraag, jouw leervraag, patronen, perfectionisme, kernkwadrant*, denkruimte,
        op een schaal
      `,
      `
        croyance* limitante*, prise de recul, prendre du recul, tes valeurs, vos valeurs, les valeurs,
        que veux tu vraiment, qu est ce que tu veux vraiment, qu est ce que vous voulez vraiment,
        sans conseil, pas de conseils, propres reponses, propre reponse, questionnement,
        critique interieur, syndrome de l imposteur, introspection, espace de parole,
        bilan de competences, ce qui te freine, ce qui vous freine, objectif de coaching
      `,
      `
        eigene antworten, eigenen antworten, eigene losung*, keine ratschlage, kein rat, innere antreiber,
        innerer kritiker, inneren kritiker, inneres team, glaubenssatz*, glaubenssatze,
        was wollen sie wirklich, was willst du wirklich, selbstreflexion, reflexion der eigenen,
        eigene werte, werte und, anliegen, skalenfrage, auf einer skala, systemische fragen,
        selbstfursorge, ressourcenarbeit
      `,
    ],
  },
  {
    points: 'coaching',
    title: 1.4,
    description: 1.4,
    phrases: ['grow, oskar, contracting, values, waarden, valeurs, saboteurs, zelfinzicht'],
  },
  // Open questions put to one person, and the themes of coaching.
  {
    points: 'coaching',
    title: 1,
    description: 1.7,
    phrases: [
      `
        what do you, what did you, what would you, what does that, what does it, what triggers,
        what it triggers, triggers in you, what holds you back, what stops you, what surprises you,
        what resonates, what do you notice, what you noticed, what energi*, energises you, energizes you,
        who you are, what matters to you, what is important to you, how do you feel, feelings, fear of,
        strengths, life purpose, purpose, work life balance, assertive*, self confidence, self care,
        self doubt, burn out, burnout, resilience, emotions, mindset, next chapter, confidentiality,
        confidential, 360 report, debrief 360, awareness, outplacement
      `,
      `
        wat heb je nodig, wat heeft ze nodig, wat houdt je tegen, wat raakt je, wat merk je, wat geeft je,
        wat betekent, hoe voel je, gevoel*, zelfvertrouwen, zelfzorg, assertief*, veerkracht, emoties,
        drijfveren, kwaliteiten, talenten, loopbaanvraag, loopbaan*, burn out, bewustwording, mindset,
        innerlijk*, vertrouwelijk*, wat zou je, persoonlijke groei, leerpunten
      `,
      `
        qu est ce qui te, qu est ce qui vous, qu est ce que tu, qu est ce que vous, qu as tu,
        qu avez vous, ce qui vous, de quoi as tu, de quoi avez vous, confiance en soi, confiance en elle,
        confiance en lui, emotion*, ressenti*, motivation*, affirmation de soi, equilibre, reconversion,
        accompagnement, questionnement, resilience, prendre conscience, confidentiel*, ne pas donner,
        elle choisit le sujet, il choisit le sujet
      `,
      `
        was brauchen sie, was brauchst du, was gibt, was kostet kraft, was halt, was hindert,
        was nehmen sie, was bedeutet, wie geht es ihnen damit, gefuhl*, emotion*, selbstvertrauen,
        selbstwert, standortbestimmung, starken, ressourcen, resilienz, haltung, motive, begleitgesprach,
        begleitung, vertraulich*, selbst gewahlt, nachster schritt, blockade*, abgrenzung, outplacement
      `,
    ],
  },
  // Mentoring, said outright.
  {
    points: 'mentoring',
    title: 4,
    description: 3,
    phrases: [
      `
        mentoring session*, mentoring call, mentoring conversation*, mentoring chat, mentoring hour,
        mentoring meeting, mentoring with, mentoring for, mentor session*, mentor chat, mentor call,
        mentor meeting, mentor hour*, mentor catch up, my mentor, your mentor, our mentor,
        as a mentor for, reverse mentoring, cross mentoring, peer mentoring, group mentoring,
        speed mentoring, mentor coaching, mentee, mentees, mentor matching, mentoring match, mentor match,
        matching talk, matching conversation, mentor manager, mentoring circle, mentor circle,
        mentoring kick off, mentoring track, mentoring review, mentoring closing, mentorship,
        mentorship session, mentor mentee, mentoring pair, buddy chat, buddy meeting, buddy call,
        my buddy, your buddy, buddy coffee, protege, mentoring agreement, post mortem mentoring,
        be my mentor
      `,
      `
        mentor gesprek*, mentoring gesprek*, mentor sessie*, mentoring sessie*, mentor uur*,
        mentor moment*, mentor overleg, mentor afspraak, mentor traject*, mentoring traject,
        mentor ontmoeting, mentor contact, mijn mentor, onze mentor, jouw mentor, uw mentor,
        mentoring met, peterschap, meterschap, peter en meter, mijn peter, mijn meter, mijn buddy,
        buddygesprek, buddy gesprek, matchinggesprek, mentor koffie
      `,
      `
        mentorat, seance de mentorat, session de mentorat, point mentorat, mon mentor, ma mentore,
        mon mentore, votre mentor, ton mentor, mentore, mentores, mentoree, mentorees, mentor mentore,
        binome mentor, mentorat inverse, mentorat croise, parrainage, mon parrain, ma marraine,
        mon filleul, ma filleule, filleul, filleule, tutorat d integration, rencontre mentor
      `,
      `
        mentoring gesprach*, mentoring sitzung*, mentoring termin*, mentoring treffen, mentoring stunde*,
        mentoren gesprach*, mentor gesprach*, mentor treffen, mentee treffen, mentee gesprach*,
        mein mentor, meinem mentor, meine mentorin, meiner mentorin, mentoring mit, mentoring tandem,
        mentoring beziehung, patenschaft, patengesprach, als pate, als patin, mein pate, meinem paten,
        meine patin
      `,
    ],
  },
  { points: 'mentoring', title: 3, description: 1.4, phrases: ['mentoring, mentorat'] },
  {
    points: 'mentoring',
    title: 2.3,
    description: 1,
    phrases: ['mentor, mentorin, mentors, buddy, buddies, pate, paten, patin, parrain, marraine'],
  },
  // Mentoring told by what happens in it.
  {
    points: 'mentoring',
    title: 2,
    description: 2.5,
    phrases: [
      `
        my experience, share my, i ll share, i will share, pass on, passing on, as your mentor,
        as my mentor, tips from my, tips and tricks from, what worked for me, what i learned,
        lessons i learned, how i got, how i did, how i moved, how i became, how i negotiated,
        how i handled, how did she, how did he, how she did, how he did, hear how i, would do differently,
        introduce him to, introduce her to, introduce you to, introduce them to, intros to, my network,
        in my network, who to ask, how things work here, really work here, show you how,
        show you the ropes, learn the ropes, career advice, advice from, role model, wants my advice,
        asked for advice, asked how i, look at his cv, look at her cv, sounding board,
        feedback on the pitch, feedback on her, feedback on his, shadowing, sponsor her, office hours
      `,
      `
        mijn ervaring, deel mijn, ervaring delen, ervaringen delen, geef tips, en tips, tips voor,
        hoe ik destijds, hoe ik zelf, ik vertel hoe, vertel hoe, hoe wij onze, hoe ik mijn, stel hem voor,
        stel haar voor, stel je voor aan, mijn netwerk, wegwijs, klankbord, als mentor, als peter,
        als meter, wil mijn advies, raad vragen, carriereadvies, leerdoelen overlopen, knepen van het vak,
        de kneepjes
      `,
      `
        mon experience, partage mon experience, partager mon experience, mes conseils, quelques conseils,
        ses conseils, conseils pour, mon parcours, retour d experience, mon reseau, carnet d adresses,
        lui presenter, te presenter a, ouvrir mon, mon metier, prise de poste, comment j ai,
        en tant que mentor, transmettre mon, transmission
      `,
      `
        meine erfahrung*, meiner erfahrung, erfahrung weiter, erfahrungen weiter, wie ich damals,
        wie ich die, wie ich mein*, mein netzwerk, meinem netzwerk, kontakte und, gebe ihm, gebe ihr,
        gebe dir, tipps aus, tipps von, zeige ich dir, zeige dir, zeige ihm, zeige ihr, ratschlage,
        rat geben, als mentor, als mentorin, karrieretipps, vorbild, wissenstransfer
      `,
    ],
  },
  // Someone tells from experience, or asks someone who has it.
  {
    points: 'mentoring',
    title: 1,
    description: 1.9,
    phrases: [
      `
        how i, how she, how he, i explain, i ll explain, i ll show, i will show, i tell, i can help with,
        mistakes we made, mistakes i made, been there, has been there, i want to learn,
        want to learn from, wants to learn, would like to learn, would like to hear, want to hear,
        wants to hear, pick her brain, pick his brain, pick your brain, in residence, handover tips, tips,
        tip, hints, advise, know how, expertise, my years, years of experience, lessons from,
        new colleague, new hire, newcomer, junior, first team, first weeks, second week, apprentice,
        trainee, intern, career path, career plan, career questions, sparring, sparring partner,
        introduction to, intro to, contacts, door opener, mentor pairing, work shadow*, walk the rounds
      `,
      `
        hoe ik, hoe zij dat, hoe hij dat, hoe ze dat, ik leg uit, ik toon, ik laat zien, ik wil horen,
        wil horen, wil weten hoe, wil leren van, fouten die, sparren, sparren met, sparringpartner,
        nieuwe collega, nieuwe medewerker, nieuwe leerkracht, aanvangsbegeleid*, starter, stagiair*,
        leerling, junior, tips, ervaring, ervaringen, kennis delen, kennisoverdracht, contacten,
        voorstellen aan, loopbaanadvies, samen bekijken, vakkennis
      `,
      `
        tuteur, tutrice, alternant*, stagiaire, apprenti*, ficelles du metier, ficelles, je lui montre,
        je lui explique, je t explique, astuces, conseiller, conseils, erreurs que, savoir faire,
        nouvel arrivant, nouvelle collegue, nouveau collegue, prise de fonction, apprendre de,
        mise en relation, contacts, transmettre
      `,
      `
        sparring, ich erzahle, ich zeige, ich erklare, fehler wir, fehler ich, tipps, erfahrung*,
        einarbeitung, neue kollegin, neuer kollege, neuen kollegen, azubi*, trainee, praktikant*,
        berufseinsteiger*, nachwuchs*, kontakte, mochte lernen, mochte wissen wie, mochte horen,
        karrierefragen, karriereplanung, wissen weiter*
      `,
    ],
  },
  // Speaks for the kind that other words name.
  {
    points: 'session',
    title: 1.2,
    description: 0.4,
    phrases: [
      `
        session, sessions, call, chat, talk, hour, conversation, meeting, touchpoint, check in, catch up,
        coffee, kick off, kickoff, intake, intake call, first talk, closing, closing session, wrap up,
        final session, mid term review, midterm review, mid review, midway review, final review,
        progress review, post mortem, three way, threeway, matching, contracting, follow up, monthly,
        weekly, biweekly, discovery call, one to one, 1 1, 1 on 1
      `,
      `
        gesprek, sessie, afspraak, overleg, startgesprek, intakegesprek, kennismaking,
        kennismakingsgesprek, tussentijdse evaluatie, tussentijds gesprek, eindgesprek,
        afsluitend gesprek, afronding, afsluiting, driegesprek, driehoeksgesprek, opvolggesprek,
        maandelijks
      `,
      `
        seance, session, rdv, rendez vous, entretien, rencontre, point, cafe, dejeuner,
        entretien tripartite, tripartite, mi parcours, bilan mi parcours, bilan final, cloture,
        lancement du binome, premier entretien, suivi, individuel
      `,
      `
        sitzung, termin, treffen, gesprach, erstgesprach, kennenlerngesprach, abschlussgesprach,
        zwischengesprach, zwischenbilanz, auftaktgesprach, auftakt, dreiergesprach, auftragsklarung,
        folgetermin, monatlich
      `,
    ],
  },
  // Preparation, notes, homework, focus blocks, placeholders.
  {
    points: 'none',
    title: 5,
    description: 0.3,
    phrases: [
      `
        prep, meeting minutes, take minutes, prepare, preparing, preparation, prepping, getting ready for,
        get ready for, write up, writing up, notes, note taking, homework, assignment, focus time,
        focus block, focus, deep work, hold, placeholder, tbc, tentative block, blocked, block for,
        reminder, todo, to do, reading, debrief myself, admin, book, reschedule, update log, coaching log,
        log hours, deadline
      `,
      `
        voorbereiding, voorbereiden, voorbereid, prepareren, verslag, verslagen, notities, nota s,
        uitschrijven, schrijven, nabespreking schrijven, uitwerken, huiswerk, opdracht, focusblok,
        focustijd, blok, reservatie, onder voorbehoud, herinnering, nalezen, lezen, boeken, inplannen
      `,
      `
        preparation, preparer, prepa, compte rendu, comptes rendus, notes, rediger, redaction, devoirs,
        exercice a faire, a confirmer, bloque, creneau bloque, rappel, relire, lecture, planifier
      `,
      `
        vorbereitung, vorbereiten, nachbereitung, nachbereiten, protokoll, notizen, schreiben,
        hausaufgabe*, fokuszeit, fokus, blocker, platzhalter, reserviert, erinnerung, lesen, buchen
      `,
    ],
  },
  {
    points: 'none',
    title: 5,
    description: 3.5,
    phrases: [
      `
        block to prepare, no meeting, time to prepare, block to write, not a session, no session,
        own preparation, do not book, don t book, private block, blok om, geen vergadering, geen gesprek,
        blok voor mezelf, niet boeken, pas de reunion, temps pour preparer, kein termin,
        zeit zum vorbereiten, keine sitzung
      `,
    ],
  },
  // Travel, and the coach that is a bus.
  {
    points: 'none',
    title: 5,
    description: 2.8,
    phrases: [
      `
        coach to, coach from, coach home, coach back, coach leaves, coach departs, coach station,
        coach trip, coach tour, coach tickets, coach ticket, coach coach class, yoga class, evening class,
        coach park, coach driver, coach hire, coach seats, bus leaves, bus departs, bus to, coach bus,
        national express, megabus, flixbus, stagecoach, seat reservation, boarding pass, e ticket,
        travel block
      `,
      `
        touringcar, autocar, bus naar, bus vertrekt, coach naar, coach vertrekt, car pour, bus pour,
        coach vers, reisebus, fernbus, bus nach, bus fahrt
      `,
    ],
  },
  {
    points: 'none',
    title: 5,
    description: 0.8,
    phrases: [
      `
        minibus, shuttle, airport, flight, train to, train back, train from, train home, train, drive to,
        drive home, driving to, travel, travel to, travel time, commute, taxi, railway, ticket, tickets,
        boarding, departure, seats, hotel, parking, pick up
      `,
      `
        trein, trein naar, terug van, autorit, rit naar, rijden naar, reistijd, verplaatsing, onderweg,
        luchthaven, vlucht, vertrek, heenreis, terugreis, taxi
      `,
      `
        trajet, deplacement, aller vers, retour de, train pour, train vers, vol pour, aeroport, gare,
        depart, navette, billet*
      `,
      `
        anfahrt, anreise, ruckfahrt, heimfahrt, hinfahrt, abfahrt, fahrt, fahrt nach, fahrt zu*, zug,
        zug nach, flug, flug nach, flughafen, bahnhof, reisezeit
      `,
    ],
  },
  // Training of mentors and coaches, webinars, information, events.
  {
    points: 'none',
    title: 5,
    description: 1.8,
    phrases: [
      `
        train the, training, trainings, certification, certificate, accreditation, course, module,
        masterclass, class, webinar, info session, information session, infosession, q and a, ama, panel,
        keynote, conference, summit, seminar, lecture, fair, open day, awareness, launch event, award*,
        gala, orientation session, mentor training, coach training, coaching skills, mentoring skills,
        coaching course, become a coach, became a coach, become a mentor, exam, icf exam,
        mentor induction, book club, podcast
      `,
      `
        *opleiding, opleidingsdag, *training, cursus, module, lesdag, *infosessie, infoavond, infomoment,
        informatiesessie, webinar, studiedag, congres, symposium, seminarie, lezing, examen, attest,
        bijscholing, vorming
      `,
      `
        formation, formations, module, webinaire, reunion d information, seance d information,
        session d information, conference, colloque, table ronde, seminaire, certification, examen,
        journee d etude, atelier de formation, salon
      `,
      `
        *schulung, *ausbildung, *weiterbildung, *fortbildung, *infoveranstaltung,
        informationsveranstaltung, infoabend, webinar, modul, kurs, lehrgang, seminar, tagung, kongress,
        podiumsdiskussion, zertifizierung, prufung, messe, vortrag, einfuhrungsveranstaltung
      `,
    ],
  },
  {
    points: 'none',
    title: 1.6,
    description: 0.6,
    phrases: [
      `
        workshop*, atelier, offsite, heidag, event, evenement, veranstaltung, presentation, presentatie,
        prasentation, all hands, town hall
      `,
    ],
  },
  // Mentors or coaches among themselves; supervision of coaches.
  {
    points: 'none',
    title: 5.5,
    description: 2,
    phrases: [
      `
        mentor community, mentors community, mentor network, mentors network, coach network,
        coaches network, mentor lunch, mentors lunch, coach lunch, coaches lunch, mentor drinks,
        mentors drinks, mentor meetup, mentor pool, coach pool, mentor coffee morning, mentor gathering,
        mentors gathering, mentors, coaches, coach community, community of practice, mentor exchange,
        coach supervision, coaching supervision, supervision of coach*, supervision for coach*,
        supervision coach*, supervision mentor*, supervision with, coach the coach, coaches meeting,
        mentors meeting, mentor breakfast, alumni
      `,
      `
        mentoren, mentoren lunch, mentoren overleg, mentoren borrel, mentoren netwerk,
        mentoren bijeenkomst, mentoren ontbijt, mentor netwerk, mentor lunch, coaches overleg,
        coaches netwerk, coach netwerk, netwerkevent, lerend netwerk, supervisie coach*,
        supervisie mentor*, supervisie voor coach*, supervisie van coach*, coach supervisie,
        coaching supervisie, supervisie
      `,
      `
        mentors, coachs, reseau de mentors, reseau des mentors, reseau mentors, communaute de mentors,
        communaute des mentors, supervision de coach*, supervision des coach*, supervision coach*,
        dejeuner des mentors, rencontre des mentors, club de mentors, afterwork mentors
      `,
      `
        mentoren, mentoren stammtisch, mentoren netzwerk, mentoren treffen, mentorinnen, coach netzwerk,
        stammtisch, netzwerktreffen, lehrsupervision, lehrcoaching, supervision coach*,
        supervision fur coach*, coaching supervision, erfahrungsaustausch der mentor*
      `,
    ],
  },
  // Budget, procurement, invoices, roll-outs, programme office.
  {
    points: 'none',
    title: 5,
    description: 0.9,
    phrases: [
      `
        budget, budgets, procurement, rfp, rfi, tender, vendor, vendors, supplier selection, pricing,
        quote, proposal, invoice, invoices, invoicing, pay, payment, purchase order, contract negotiation,
        contract signature, license*, licence*, renewal, roll out, rollout, launch, platform,
        implementation, admin dashboard, demo, pitch coaching services, steering committee, steerco,
        steering group, programme design, program design, programme planning, program planning,
        programme office, programme team, kpi*, dashboard, recruitment, recruit, call for volunteers,
        survey, evaluation of the programme, newsletter, comparison
      `,
      `
        begroting, aanbesteding, offerte, offertes, leverancier*, prijs, facturatie, factuur, facturen,
        betaling, betalen, uitrol, lancering, platform, stuurgroep, stuurcomite, werkgroep, beleid,
        projectgroep, door hr, werving, rekrutering mentoren, bevraging, nieuwsbrief, met hr, vergoeding
      `,
      `
        appel d offres, achats, devis, fournisseur*, prestataire*, facture, factures, facturation,
        paiement, deploiement, lancement, plateforme, comite de pilotage, copil, cahier des charges,
        politique, groupe de travail, recrutement, recruter, enquete, tarif*
      `,
      `
        ausschreibung, einkauf, angebot, angebote, anbieter, lieferant*, rechnung, rechnungen, vertrag,
        freigeben, einfuhrung, plattform, lenkungsausschuss, steuerungsgruppe, lenkungskreis,
        arbeitsgruppe, konzept, budgetrunde, budgetplanung, personalentwicklung, umfrage, auswertung,
        preise, beschaffung
      `,
    ],
  },
  {
    points: 'none',
    title: 1.5,
    description: 0.3,
    phrases: [
      `
        programme, program, programma, programm, scheme, initiative, planning, planung, planification,
        project, projekt, projet
      `,
    ],
  },
  // Departments and matters that may as well be the other person's trade.
  {
    points: 'none',
    title: 1.2,
    description: 0.2,
    phrases: [
      `
        hr, rh, drh, sales, marketing, policy, strategy, tool, tooling, website, business development,
        software
      `,
    ],
  },
  // Job interviews and job titles.
  {
    points: 'none',
    title: 5,
    description: 0.9,
    phrases: [
      `
        interview, interviews, candidate, candidates, screening call, hiring, vacancy, job offer,
        agile coach, agile coaches, scrum coach, head of coaching, head coach, assistant coach,
        lead coach, coach of the year, national coach, press conference, onboarding of coach
      `,
      `
        sollicitatie*, sollicitatiegesprek, kandidaat, kandidaten, vacature, hoofdcoach, bondscoach,
        assistent coach, jobcoach vacature
      `,
      'entretien d embauche, candidat*, poste de coach, coach agile, recrutement, entraineur',
      `
        vorstellungsgesprach, bewerbungsgesprach, bewerber*, kandidat*, stellenausschreibung, cheftrainer,
        bundestrainer, trainer
      `,
    ],
  },
  // Sport, fitness, driving, tutoring, therapy, medical, school, brands.
  {
    points: 'none',
    title: 5,
    description: 1.4,
    phrases: [
      `
        football, soccer, basketball, hockey, rugby, tennis, swim*, swimming, volleyball, cricket,
        baseball, cycling, running coach, running club, trail run, run club, marathon, 5k, 10k, intervals,
        long run, gym, fitness, workout, pilates, yoga, crossfit, strength training, personal trainer,
        pt session, match, tournament, league, team practice, practice drills, kids team, kids training,
        for kids, swim kids, u7, u8, u9, u10, u11, u12, u13, u14, u15, u16, u17, u18, u19, u21,
        driving lesson, driving coach, driving test, tutoring, tutor, homework club, maths, math,
        exam prep, therapy, therapist, psychologist, psychiatrist, counselling, counsellor, physio*,
        doctor, dentist, clinic, hospital appointment, sleep coach, health coach, diet, dietician,
        nutrition*, weight loss, breathing, birth coach, parenting coach, singing, voice coach, dance,
        dog training, dating coach, parent teacher, parents evening, coach outlet, coach store,
        coach handbag*, coach bag*, coach wallet, coach purse, coach factory, coach k, handbag*,
        mentor graphics, mentor ohio, mentor avenue, mentor street, mentor oh, mentor texas, siemens
      `,
      `
        voetbal*, hockey, zwem*, basket*, tennis, volley*, turnen, fitness, sport*, jeugd, wedstrijd,
        thuismatch, uitmatch, tornooi, ploeg, loopclub, hardlopen, personal coach, personal training,
        rijles, rijschool, rijexamen, bijles, huiswerkbegeleiding, wiskunde, oudercontact, ouderavond,
        klas, klastitularis, rapport, schoolreis, therapie, psycholoog, therapeut, psychiater, kine,
        kinesist, fysio*, dokter, huisarts, tandarts, ziekenhuis, dietist*, zangles, slaapcoach,
        gezondheidscoach, babymassage, hondenschool
      `,
      `
        foot, football, sportif, sportive, sport, salle de sport, match, tournoi, equipe u*, entrainement,
        natation, course a pied, musculation, auto ecole, permis, lecon de conduite, cours particulier*,
        soutien scolaire, devoirs, maths, therapie, therapeute, psychologue, psy, kine, medecin, dentiste,
        osteo*, nutritionniste, clinique, hopital, chant, sac coach, boutique coach, rencontre parents,
        sommeil
      `,
      `
        fussball*, handball, verein, mannschaft, spiel, turnier, training, sport*, schwimm*, lauftraining,
        fitnessstudio, fahrschule, fahrstunde, fahrlehrer, nachhilfe, mathe, elternabend, elternsprechtag,
        klasse, therapie, therapeut*, psycholog*, physio*, arzt, arztin, zahnarzt, klinik, krankenhaus,
        ernahrung*, schlafcoach, gesangsunterricht, hundeschule, coach tasche
      `,
    ],
  },
  // Looking for a coach or a mentor, and looking after the programme.
  {
    points: 'none',
    title: 5,
    description: 2.2,
    phrases: [
      `
        find a coach, find coach, find a mentor, find mentors, choose a coach, choose coach,
        choose coaches, choosing a coach, select coach*, selecting coach*, selection of coach*,
        pick coach*, looking for a coach, looking for a mentor, coach selection, coach shortlist,
        hire a coach, book a coach, mentor selection, coach pool, coach database, mentoring results,
        coaching results, feedback form, coaching survey, roi of, outcomes of the mentoring,
        coaching culture, tracker, spreadsheet, expenses, timesheet, register, registration, sign up,
        application form, room booking, home 18
      `,
      `
        coach zoeken, coach kiezen, coach gezocht, mentor zoeken, mentor gezocht, keuze coach,
        selectie coach*, coachpool, evaluatie coaching traject door, met p o, administratie, ingeven,
        uren ingeven, urenstaat, inschrijv*, aanmelden, formulier, lokaal reserveren, zaal boeken, dossier
      `,
      `
        choix du coach, choix d un coach, choisir un coach, choisir coach, trouver un coach,
        recherche coach, recherche de coach*, trouver un mentor, recherche mentor*, selection des coach*,
        selection de coach*, selection des mentors, programme de mentorat, programme mentorat,
        inscription*, formulaire, note de frais, dossier, salle
      `,
      `
        coach suchen, coach finden, coachsuche, coach auswahl, auswahl coach*, auswahl der coach*,
        mentor suchen, mentor finden, mentorensuche, coach pool, coachingraum, raum buchen, anmeldung,
        formular, antrag, reisekosten, abrechnung, unterlagen
      `,
    ],
  },
  // Normal talks between a manager and their people.
  {
    points: 'none',
    title: 4.5,
    description: 1.8,
    phrases: [
      `
        appraisal, performance review, performance appraisal, year end review, annual review,
        salary review, salary talk, bonus, probation review, skip level, status update, blockers, standup,
        stand up, sprint, backlog, retro, retrospective, one on one with my manager, calibration,
        objective setting, goal setting with manager, goals and okrs, return to work talk, exit interview
      `,
      `
        functioneringsgesprek, evaluatiegesprek*, beoordelingsgesprek, planningsgesprek, jaargesprek,
        loongesprek, exitgesprek, verzuimgesprek, re integratiegesprek, voortgangsgesprek medewerker
      `,
      `
        entretien annuel, entretien d evaluation, entretien professionnel, entretien individuel annuel,
        entretien de depart, evaluation annuelle, augmentation
      `,
      `
        mitarbeitergesprach*, jahresgesprach, personalgesprach, zielvereinbarung*, beurteilungsgesprach,
        gehaltsgesprach, probezeitgesprach, feierabendgesprach, ruckkehrgesprach, austrittsgesprach
      `,
    ],
  },
  // Holidays and days.
  {
    points: 'none',
    title: 4,
    description: 0.6,
    phrases: [
      `
        holiday, holidays, vacation, out of office, ooo, pto, birthday, annual leave, parental leave,
        on leave, mentoring month, coaching week, coaching day, verlof, vakantie, verjaardag,
        coaching dag, coaching week, vacances, conge, conges, anniversaire, urlaub, ferien, geburtstag,
        feiertag
      `,
    ],
  },
  // Everyday business: enough to say that a meeting with a known person is about something else.
  {
    points: 'none',
    title: 1.2,
    description: 0.3,
    phrases: [
      `
        review, roadmap, status, forecast, pipeline, quarterly, board meeting, contract, deck, release,
        incident, lunch, drinks, dinner, farewell, payroll, audit, offer, brainstorm, project update,
        team meeting, agenda, update, reorg
      `,
      `
        kwartaal, weekstart, teamoverleg, vergadering, jaarcijfers, borrel, etentje, afscheid, cijfers,
        stand van zaken
      `,
      'reunion d equipe, reunion, budget, point projet, bilan trimestriel, pot de depart, chiffres',
      'jour fixe, besprechung, teamrunde, quartal, abteilungsrunde, zahlen, mittagessen, verabschiedung',
    ],
  },
];
