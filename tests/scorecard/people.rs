//! Who may see what of a scorecard: nothing of a single other person, no group or row of few, and nothing from which it could
//! be worked out.

use super::*;

proptest! {
    #[test]
    fn no_small_group_is_shown_nor_left_over(
        sizes in prop::collection::vec(1usize..9, 1..6),
        me in prop::option::of(0usize..20),
    ) {
        let people: usize = sizes.iter().sum();
        let mut teams = std::collections::BTreeMap::new();
        let mut person = 0;
        for (team, size) in sizes.iter().enumerate() {
            for _ in 0..*size {
                teams.insert(format!("i{person}"), format!("t{team}"));
                person += 1;
            }
        }
        let mut fold = Fold::new(Span::default(), Some(Cut::Team(teams)));
        for person in 0..people {
            fold.add(&event(person, EventKind::HoursSaved { saved_minutes: 1 }));
        }
        let viewer = Viewer { me: me.map(|me| format!("i{me}")), sees_people: false };
        let (shown, hidden) = fold.groups(&settings(), &viewer);
        let mut seen = 0;
        for card in shown.values() {
            let size = card.value("people", "", "").unwrap() as usize;
            seen += size;
            prop_assert!(size >= LEAST_PEOPLE || size == 1 && me.is_some());
        }
        prop_assert_eq!(seen + hidden, people);
        prop_assert!(hidden == 0 || hidden >= LEAST_PEOPLE || seen <= 1, "{} of {} are left over", hidden, people);
        let (all, hidden) = fold.groups(&settings(), &Viewer { sees_people: true, ..Viewer::default() });
        prop_assert_eq!((all.len(), hidden), (sizes.len(), 0));
    }
}

#[test]
fn a_single_other_person_is_not_shown_and_oneself_is() {
    let mut fold = Fold::default();
    fold.add(&event(1, EventKind::HoursSaved { saved_minutes: 1 }));
    assert!(!fold.may_show(&Viewer::default()));
    assert!(fold.may_show(&Viewer { me: Some("i1".into()), sees_people: false }));
    assert!(fold.may_show(&Viewer { me: None, sees_people: true }));
    for number in 2..=5 {
        fold.add(&event(number, EventKind::HoursSaved { saved_minutes: 1 }));
    }
    assert!(fold.may_show(&Viewer::default()));
}

#[test]
fn who_begins_to_be_named_does_not_become_two() {
    let saved = EventKind::HoursSaved { saved_minutes: 1 };
    let own = |number: usize| event(number, saved.clone());
    let named = |number: usize| Event { id: format!("n{number}"), person: Some(format!("p{number}")), ..own(number) };
    let fold = |people: usize| {
        let (mut before, mut after) = (Fold::default(), Fold::default());
        (0..people).for_each(|person| {
            before.add(&own(person));
            after.add(&named(person));
        });
        before.merge(after).unwrap();
        assert_eq!(before.scorecard(&settings()).value("people", "", ""), Some(people as f64));
        before
    };
    assert!(!fold(4).may_show(&Viewer::default()));
    assert!(fold(5).may_show(&Viewer::default()));
    for me in ["i0", "p0"] {
        assert!(fold(1).may_show(&Viewer { me: Some(me.into()), sees_people: false }));
    }
}

fn raised(rule: &str) -> EventKind {
    EventKind::FlagRaised {
        flag: 1,
        rule: rule.into(),
        owner: "o".into(),
        verdict: Verdict::Prefer,
        severity: Severity::Warning,
        length: 1,
        fingerprint: "f".into(),
        quote: Some("what somebody wrote".into()),
    }
}

/// Seven people; one of them alone meets a rule, uses a tool and writes on the second day.
fn seven_people() -> Vec<Event> {
    let mut events = Vec::new();
    let mut add = |person: usize, day: u64, kind: EventKind| {
        let number = events.len();
        let whose = event(person, kind);
        events.push(Event { id: format!("e{number}"), seq: number as u64 + 1, at: day * 86_400_000 + 1_000, ..whose });
    };
    let generation = |generation, tool: &str| EventKind::Generation {
        generation,
        tool: Some(tool.into()),
        evidence: Evidence::Told,
        characters: 6,
        words: 1,
        iteration: 1,
        replaces: None,
    };
    for person in 0..7 {
        add(person, 4, raised("common"));
        add(person, 4, generation(1, "everybody's"));
        if person < 5 {
            add(person, 4, raised("of five"));
        }
    }
    add(3, 4, raised("rare"));
    add(3, 5, raised("common"));
    add(3, 5, generation(2, "one's own"));
    events
}

#[test]
fn a_row_of_too_few_people_is_withheld_and_cannot_be_worked_out() {
    let mut fold = Fold::default();
    seven_people().iter().for_each(|event| {
        fold.add(event);
    });
    let shown = |viewer: &Viewer, name: &str, key: &str, part: &str| {
        fold.shown_scorecard(&settings(), viewer).0.value(name, key, part)
    };
    let leader = Viewer::default();
    assert_eq!(shown(&leader, "flags", "", ""), Some(14.0));
    assert_eq!(shown(&leader, "rule_flags", "common", ""), Some(8.0));
    assert_eq!(shown(&leader, "rule_flags", "rare", ""), None);
    // Or what is left of all the flags would be the rare one.
    assert_eq!(shown(&leader, "rule_flags", "of five", ""), None);
    assert_eq!(shown(&leader, "rule_dismissal", "rare", ""), None);
    assert_eq!(shown(&leader, "tool_generations", "one's own", ""), None);
    assert_eq!(shown(&leader, "tool_generations", "everybody's", ""), None);
    // Both days are of one week, which is of all seven.
    assert_eq!(shown(&leader, "week", "1970-01-05", "flags"), Some(14.0));
    assert_eq!(shown(&leader, "day", "1970-01-06", "flags"), None);
    assert_eq!(shown(&leader, "day", "1970-01-05", "flags"), None);
    // Nobody shipped anything, which is about nobody.
    assert_eq!(shown(&leader, "day", "1970-01-06", "shipped"), Some(0.0));
    // What is their own they know, and then the others are enough to be told of.
    let oneself = Viewer { me: Some("i3".into()), sees_people: false };
    assert_eq!(shown(&oneself, "rule_flags", "rare", ""), Some(1.0));
    assert_eq!(shown(&oneself, "rule_flags", "of five", ""), Some(5.0));
    let policy = Viewer { me: None, sees_people: true };
    assert_eq!(fold.shown_scorecard(&settings(), &policy).0, fold.scorecard(&settings()));
}

#[test]
fn an_event_of_several_people_names_nobody() {
    let mut fold = Fold::default();
    let events = seven_people();
    events.iter().for_each(|event| {
        fold.add(event);
    });
    let withheld = fold.withheld(&Viewer::default());
    for event in &events {
        let told = serde_json::to_string(&unnamed(event, &withheld)).unwrap();
        for secret in ["installation", "person", "host", "draft\":", "\"at\"", "\"id\"", "seq", "wrote", "fingerprint"]
        {
            assert!(!told.contains(secret), "{secret} in {told}");
        }
        assert!(!told.contains("rare") && !told.contains("one's own"), "{told}");
        assert!(told.contains("\"week\":\"1970-01-05\""), "{told}");
    }
    // The events of a week that is one person's alone are of no time.
    let late = Event { at: 40 * 86_400_000, id: "late".into(), ..events[0].clone() };
    fold.add(&late);
    assert_eq!(unnamed(&late, &fold.withheld(&Viewer::default())).get("week"), None);
}

proptest! {
    #[test]
    fn no_row_of_few_people_is_shown(
        events in log(),
        people in prop::collection::vec(0usize..12, 60),
        me in prop::option::of(0usize..12),
        // Each names their person in some events only.
        named in 0usize..3,
    ) {
        let events: Vec<Event> = events
            .into_iter()
            .zip(&people)
            .enumerate()
            .map(|(number, (event, person))| {
                let named = (named + number) % 3 == 0;
                Event { installation: format!("i{person}"), person: named.then(|| format!("p{person}")), ..event }
            })
            .collect();
        let whose = |event: &&Event| event.installation.clone();
        let mut fold = Fold::default();
        events.iter().for_each(|event| {
            fold.add(event);
        });
        let viewer = Viewer { me: me.map(|me| format!("i{me}")), sees_people: false };
        let (card, _) = fold.shown_scorecard(&settings(), &viewer);
        let everybody: BTreeSet<String> = events.iter().map(|event| whose(&event)).collect();
        prop_assume!(everybody.len() > 1);
        // By what the rows of a family are, and who is in those that are shown and in those that are not.
        for name in ["rule_flags", "tool_generations", "evidence_generations"] {
            let mut hidden: BTreeSet<String> = BTreeSet::new();
            for number in card.numbers.iter().filter(|number| number.name == name) {
                let behind = Behind::new(fold.tally(), number.name, &number.key, &number.part, settings().now).unwrap();
                let openers = |event: &&Event| !fold.tally().is_answered_by(event);
                let who: BTreeSet<String> =
                    events.iter().filter(|event| behind.holds(event)).filter(openers).map(|event| whose(&event)).collect();
                if number.amount.is_none() {
                    hidden.extend(who);
                } else if number.part.is_empty() || number.part == "opened" {
                    let own = viewer.me.as_deref().is_some_and(|me| who.iter().all(|one| *one == me));
                    prop_assert!(own || who.len() >= LEAST_PEOPLE || number.amount == Some(0), "{:?} of {:?}", number, who);
                }
            }
            let shown_others = card.numbers.iter().any(|number| {
                number.name == name && number.amount.is_some_and(|amount| amount > 0) && !number.key.is_empty()
            });
            // Nothing is left over of fewer than five, but where all that is shown is one's own.
            if name == "tool_generations" && shown_others {
                prop_assert!(hidden.is_empty() || hidden.len() >= LEAST_PEOPLE || me.is_some(), "{:?}", hidden);
            }
        }
    }
}
