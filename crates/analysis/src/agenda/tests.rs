//! The composer against brute force, and what it says.

use proptest::prelude::*;

use super::*;

/// The points of some candidates, summed anew.
fn points(candidates: &[Candidate], taken: &[usize]) -> i32 {
    let share = |side: fn(&Sides) -> bool| match taken.iter().filter(|which| side(&candidates[**which].sides)).count() {
        0 => 0,
        1 => 60,
        2 => 90,
        _ => 105,
    };
    taken.iter().map(|which| candidates[*which].worth.points(candidates[*which].decides)).sum::<i32>()
        + share(|sides| sides.gps)
        + share(|sides| sides.consultants)
}

/// Every order of every choice, as a meeting would hold it: what stands before both sides are there ends by then; what is decided lies in their time.
fn brute_force(candidates: &[Candidate], room: Room) -> Option<i32> {
    fn go(candidates: &[Candidate], room: Room, at: u32, early: bool, taken: &mut Vec<usize>, best: &mut Option<i32>) {
        let forgotten = |(which, one): (usize, &Candidate)| one.pin == Pin::In && !taken.contains(&which);
        if !candidates.iter().enumerate().any(forgotten) {
            *best = (*best).max(Some(points(candidates, taken)));
        }
        if early {
            go(candidates, room, room.from, false, taken, best);
        }
        for (which, one) in candidates.iter().enumerate() {
            if one.pin == Pin::Out || taken.contains(&which) {
                continue;
            }
            let end = at + one.minutes.max(1);
            let fits = if early { !one.decides && end <= room.from } else { end <= if one.decides { room.until } else { room.minutes } };
            if fits {
                taken.push(which);
                go(candidates, room, end, early, taken, best);
                taken.pop();
            }
        }
    }
    let mut best = None;
    go(candidates, room, 0, true, &mut Vec::new(), &mut best);
    best
}

/// Holds the meeting: an agenda keeps to all that was asked of it.
fn held(candidates: &[Candidate], room: Room, agenda: &Agenda) {
    let mut at = 0;
    let mut seen = vec![0; candidates.len()];
    for placed in &agenda.placed {
        let one = &candidates[placed.at];
        assert!(placed.begins >= at, "nothing begins before what stands before it is over");
        at = placed.begins + one.minutes.max(1);
        assert!(at <= room.minutes, "it fits");
        assert!(!one.decides || (placed.begins >= room.from && at <= room.until), "both sides are there when something is decided");
        assert!(one.pin != Pin::Out && !placed.why.is_empty());
        seen[placed.at] += 1;
    }
    assert_eq!(agenda.free, room.minutes - at);
    for (which, left) in &agenda.left {
        assert!(candidates[*which].pin != Pin::In);
        assert_eq!(*left == Left::TakenOut, candidates[*which].pin == Pin::Out);
        seen[*which] += 1;
    }
    assert!(seen.iter().all(|times| *times == 1), "each is on the agenda or left, once");
}

fn candidate() -> impl Strategy<Value = Candidate> {
    let worth = (any::<bool>(), 0u32..500, 0u32..6, prop::bool::weighted(0.1), 0u32..12, prop::bool::weighted(0.3))
        .prop_map(|(on_theme, days, carried, harm, reports, no_paper)| Worth { on_theme, days, carried, harm, reports, no_paper });
    let pin = prop_oneof![8 => Just(Pin::Free), 1 => Just(Pin::In), 1 => Just(Pin::Out)];
    let minutes = prop_oneof![0u32..13, Just(5), Just(10)];
    (minutes, any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), worth, pin).prop_map(
        |(minutes, decides, together, gps, consultants, worth, pin)| Candidate {
            minutes,
            decides,
            together,
            sides: Sides { gps, consultants },
            worth,
            pin,
        },
    )
}

fn room() -> impl Strategy<Value = Room> {
    let whole = (0u32..45).prop_map(Room::whole);
    let part = (0u32..45, 0u32..50, 0u32..50).prop_map(|(minutes, from, until)| Room { minutes, from, until });
    let early = (0u32..45, 0u32..50).prop_map(|(minutes, until)| Room { minutes, from: 0, until });
    prop_oneof![whole, part, early]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn nothing_better_is_missed(candidates in prop::collection::vec(candidate(), 0..6), room in room()) {
        let room = room.tidy();
        let agenda = compose(&candidates, room);
        match brute_force(&candidates, room) {
            Some(best) => {
                held(&candidates, room, &agenda);
                let taken: Vec<usize> = agenda.placed.iter().map(|placed| placed.at).collect();
                prop_assert_eq!(points(&candidates, &taken), best);
                prop_assert_eq!((agenda.points, agenda.over), (best, 0));
            }
            None => {
                prop_assert!(agenda.over > 0, "what a person put in has no room, and that is said");
                let put_in = candidates.iter().filter(|one| one.pin == Pin::In).count();
                prop_assert_eq!(agenda.placed.len(), put_in, "it is on the agenda all the same, and nothing else");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_long_list_is_held_as_well_as_a_short_one(candidates in prop::collection::vec(candidate(), 0..60), minutes in 60u32..200, until in 30u32..200) {
        let candidates: Vec<Candidate> = candidates.into_iter().map(|one| Candidate { pin: Pin::Free, ..one }).collect();
        let room = Room { minutes, from: 0, until }.tidy();
        let agenda = compose(&candidates, room);
        held(&candidates, room, &agenda);
        prop_assert_eq!(&compose(&candidates, room), &agenda, "the same again");
        // What was left does not fit beside what was taken: else it would have been taken.
        for (which, left) in &agenda.left {
            prop_assert!(candidates[*which].decides || matches!(left, Left::TooLong(_)), "{:?}", left);
        }
    }

    #[test]
    fn more_room_is_never_worse(candidates in prop::collection::vec(candidate(), 0..12), minutes in 0u32..90, more in 0u32..30) {
        let candidates: Vec<Candidate> = candidates.into_iter().map(|one| Candidate { pin: Pin::Free, ..one }).collect();
        let points = |minutes| compose(&candidates, Room::whole(minutes)).points;
        prop_assert!(points(minutes + more) >= points(minutes));
    }
}

fn plain(minutes: u32) -> Candidate {
    Candidate { minutes, ..Candidate::default() }
}

const GPS: Sides = Sides { gps: true, consultants: false };
const CONSULTANTS: Sides = Sides { gps: false, consultants: true };

fn order(agenda: &Agenda) -> Vec<usize> {
    agenda.placed.iter().map(|placed| placed.at).collect()
}

#[test]
fn a_meeting_without_room_or_without_anything_to_do_has_an_empty_agenda() {
    assert_eq!(compose(&[], Room::whole(90)), Agenda { free: 90, ..Agenda::default() });
    let none = compose(&[plain(10)], Room::whole(0));
    assert_eq!((order(&none), none.left), (vec![], vec![(0, Left::TooLong(10))]));
}

#[test]
fn the_side_with_one_small_matter_is_heard_before_the_other_is_heard_again() {
    let theirs = |minutes| Candidate { sides: GPS, worth: Worth { on_theme: true, ..Worth::default() }, ..plain(minutes) };
    let candidates = [theirs(20), theirs(20), theirs(20), Candidate { sides: CONSULTANTS, ..plain(20) }];
    let agenda = compose(&candidates, Room::whole(60));
    assert_eq!(order(&agenda), [0, 1, 3]);
    let why: Vec<String> = agenda.placed[2].why.iter().map(|why| why.words(|_| String::new())).collect();
    assert_eq!(why, ["the only matter of the consultants that is open"]);
    assert_eq!(agenda.left[0].1.words(), "20 minutes too long for what else is on");
}

#[test]
fn decisions_stand_while_both_sides_are_there_and_the_rest_after() {
    let decides = |minutes| Candidate { decides: true, ..plain(minutes) };
    let long = Candidate { worth: Worth { carried: 2, days: 70, ..Worth::default() }, ..plain(25) };
    let candidates = [long, decides(15), decides(15), decides(10)];
    let agenda = compose(&candidates, Room { minutes: 60, from: 0, until: 30 });
    assert_eq!(order(&agenda), [1, 3, 0], "of two as good the one that ends sooner");
    assert_eq!(agenda.left, [(2, Left::TooLong(5))]);
    let why: Vec<String> = agenda.placed[1].why.iter().map(|why| why.words(|minute| format!("12:{minute}"))).collect();
    assert_eq!(why, ["there is room for it", "needs both sides: before 12:30"]);
    let why: Vec<String> = agenda.placed[2].why.iter().map(|why| why.words(|_| String::new())).collect();
    assert_eq!(why, ["put off twice", "has waited 2 months"]);
}

#[test]
fn until_both_sides_are_there_something_is_heard_or_people_wait() {
    let decides = Candidate { decides: true, ..plain(20) };
    let agenda = compose(&[decides, plain(10), plain(30)], Room { minutes: 60, from: 15, until: 60 });
    assert_eq!((order(&agenda), agenda.wait, agenda.free), (vec![1, 0], 5, 25));
    assert_eq!(agenda.placed[1].begins, 15);
    let nothing_to_decide = compose(&[plain(10), plain(30)], Room { minutes: 60, from: 15, until: 60 });
    assert_eq!(
        (nothing_to_decide.placed.len(), nothing_to_decide.wait, nothing_to_decide.free),
        (2, 0, 20),
        "nobody waits to hear something"
    );
}

#[test]
fn what_a_person_puts_in_stays_and_too_much_of_it_is_said() {
    let pinned = |minutes, pin| Candidate { pin, worth: Worth { reports: 3, ..Worth::default() }, ..plain(minutes) };
    let agenda = compose(&[pinned(30, Pin::Out), pinned(20, Pin::In), pinned(15, Pin::Free)], Room::whole(30));
    assert_eq!((order(&agenda), agenda.placed[0].why[0]), (vec![1], Why::PutIn));
    assert_eq!(agenda.left, [(0, Left::TakenOut), (2, Left::TooLong(5))]);
    let much = compose(&[pinned(30, Pin::In), pinned(20, Pin::In), pinned(15, Pin::Free)], Room::whole(40));
    assert_eq!((order(&much), much.over), (vec![0, 1], 10));
}

#[test]
fn each_part_of_the_worth_counts_as_it_is_said_to() {
    let worth = |worth: Worth| worth.points(false);
    assert_eq!(worth(Worth::default()), 10);
    assert_eq!(Worth::default().points(true), 20);
    assert_eq!(worth(Worth { on_theme: true, harm: true, ..Worth::default() }), 80);
    assert_eq!(worth(Worth { days: 60, carried: 2, reports: 4, ..Worth::default() }), 10 + 6 + 24 + 12);
    assert_eq!(worth(Worth { days: u32::MAX, carried: u32::MAX, reports: u32::MAX, ..Worth::default() }), 10 + 36 + 48 + 24);
}

#[test]
fn a_decision_whose_paper_is_not_there_comes_later_or_waits() {
    let decides = |minutes, no_paper, days, pin| Candidate {
        decides: true,
        pin,
        worth: Worth { no_paper, days, ..Worth::default() },
        ..plain(minutes)
    };
    let words = |why: &[Why]| why.iter().map(|why| why.words(|_| String::new())).collect::<Vec<_>>();
    // Worth more by what it waited, and yet behind the other.
    let agenda = compose(&[decides(10, true, 360, Pin::Free), decides(10, false, 0, Pin::Free)], Room::whole(30));
    assert_eq!(order(&agenda), [1, 0]);
    assert_eq!(words(&agenda.placed[1].why), ["has waited 12 months", "later, because its paper is not there yet"]);
    let fresh = compose(&[decides(10, true, 0, Pin::Free), decides(10, false, 0, Pin::Free)], Room::whole(30));
    assert_eq!((order(&fresh), fresh.left[0].1.words()), (vec![1], "its paper was due and is not there yet".to_owned()));
    let put_in = compose(&[decides(10, true, 0, Pin::In)], Room::whole(30));
    assert_eq!(words(&put_in.placed[0].why), ["put in by hand", "later, because its paper is not there yet"]);
    let heard = Candidate { worth: Worth { no_paper: true, ..Worth::default() }, ..plain(10) };
    assert_eq!(heard.points(), 10, "what is only heard needs no paper");
}
