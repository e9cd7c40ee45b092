//! Advice: sentences that speak to whoever tailors the template, not to the group's readers.

use std::ops::Range;

use super::{
    notices,
    phrases::{joined, phrases, plain, whole},
    sentences::sentences,
};

phrases! {
    IMPERSONAL = "it is | it is also | it is strongly | it is further | it is generally | it is usually | it was";
    RECOMMENDED = "recommended | suggested | advised | advisable | good practice to | best practice to | helpful to | useful to | worth";
    ADVISING = "it may be helpful | it may be useful | it may also be helpful | it may also be useful | it can be helpful | it can be useful |
        it would be helpful | it would be useful | it might be helpful | it might be useful | we recommend | we suggest | we advise |
        we would recommend | we would suggest | we would advise | we strongly recommend | we strongly suggest | our advice is | our recommendation is |
        you may | you might | you should | you can | you could | you will | you need | you wish | you must | if you |
        your group | your board | your own | your local | your area | your health board |
        delete sections | delete any section | delete this section | delete those | remove sections | remove any section | remove this section |
        sections which do not apply | sections that do not apply | delete as appropriate | delete as applicable | delete if not | delete where not | delete whichever | amend as appropriate | amend as required |
        amend as necessary | adapt as appropriate | adapt as required | adapt as necessary | tailor as appropriate | edit as appropriate |
        to be agreed locally | to be decided locally | to be determined locally | for local determination | for local decision |
        square brackets | text in brackets | highlighted text | text in italics | text in red | this section should | this section could |
        this section may | this section can | this part should | this paragraph should | this section is optional | this section is for";
    /// Those who use the template, and what they may do.
    READERS = "groups | boards | local areas | localities | each group | each board | each health board";
    WISHES = "may wish | might wish | may want | might want | may choose | may like | might like | will wish | will want | should consider | should decide |
        should adapt | should tailor | should amend | should insert | should add | are advised | are encouraged | can decide | may decide | may adapt |
        can adapt | may amend | could consider | may consider | are free to | should agree locally";
    /// What stands before groups that are the group's own.
    OWN = "sub | working | task | short-life | focus | project | these | such | steering";
    /// How sentences begin that tell the author what to do.
    TOLD = "consider including | consider adding | consider whether | consider inviting | consider how | think about | use this section | set out here |
        describe here | explain here | insert here | include here | list here | state here";
    PLEASE = "please tailor | please adapt | please customise | please customize | please localise | please amend | please edit | please delete |
        please insert | please overwrite | please strike out";
    /// How sentences begin that go on with the advice before them.
    EXPLAINING = "this will help | this helps | this also helps | this can help | this may help | this is because | this would | doing so | for example |
        examples include | these could | these might | this could | this might | such a member | such members | helps";
    /// Labels of paragraphs that are advice.
    LABELS = "recommendation | recommendations | recommended | suggestion | suggestions | guidance | guidance note | guidance notes | drafting note |
        drafting notes | advice | tip | tips | hint | instruction | instructions | author's note | author note | authors note | editor's note |
        template note | template guidance | user note | user guidance | for consideration | points to consider | things to consider | consider | how to use";
    LABELLING = "suggested | recommended";
    /// Headings above advice.
    HEADINGS = "recommendations | guidance notes | drafting notes | guidance for use | instructions | instructions for use | how to use |
        about this template | notes on this template";
    HEADING = "how to use this | using this template | instructions for";
    /// Whom a note is for.
    NOTE_TO = "note to | note for | notes to | notes for | guidance to | guidance for | advice to | advice for | instructions to | instructions for |
        message to | nb to | recommendations for | recommendations to";
    WHOM = "author | authors | board | boards | group | groups | user | users | editor | editors | drafter | drafters | chair | chairs | completing |
        completion | local | those | whoever | tailoring | adapting | use";
}

/// What in a clause speaks to whoever tailors the template: from where it begins to where it ends.
pub(super) fn advice(words: &str) -> Vec<Range<usize>> {
    if labelled(words) {
        return whole(words);
    }
    let mut found: Vec<Range<usize>> = Vec::new();
    for range in sentences(words) {
        let sentence = &words[range.clone()];
        // "This also helps": what explains a piece of advice belongs to it.
        let goes_on = found.last().is_some_and(|last| words[last.end..range.start].trim().is_empty()) && EXPLAINING.begin(&plain(sentence));
        if labelled(sentence) {
            found.push(range.start..words.len());
            break;
        }
        if advises(sentence) || goes_on {
            found.push(range);
        }
    }
    joined(words, found)
}

/// "Recommendations: …", "Note to author: …".
fn labelled(words: &str) -> bool {
    let start = words.trim_start_matches(|c: char| !c.is_alphanumeric());
    let end = start.char_indices().take(80).find(|(at, c)| ":–—".contains(*c) || start[*at..].starts_with(" - ")).map_or(0, |(at, _)| at);
    let label = plain(&start[..end]);
    label.split(' ').count() <= 6 && (LABELS.are(&label) || LABELLING.begin(&label) || is_note_to(&label))
}

/// Whether a heading says that all below it speaks to whoever tailors the template.
pub(super) fn heads_advice(heading: &str) -> bool {
    let label = plain(heading);
    HEADINGS.are(&label) || HEADING.begin(&label) || is_note_to(&label)
}

fn is_note_to(label: &str) -> bool {
    NOTE_TO.rests(label).any(|rest| WHOM.stand_in(rest))
}

/// A sentence that recommends something to those who set up a group.
fn advises(sentence: &str) -> bool {
    let lower = plain(sentence);
    let please = PLEASE.begin(&lower) && !notices::are_papers(&lower);
    please || TOLD.begin(&lower) || IMPERSONAL.stand_before(&RECOMMENDED, &lower) || ADVISING.stand_in(&lower) || readers_may(&lower)
}

/// "Boards may wish to …": said of all that use the template, not of the group's own working groups.
fn readers_may(lower: &str) -> bool {
    READERS.places(lower).any(|(before, rest)| WISHES.begin(rest) && !OWN.are(before.rsplit(' ').next().unwrap_or_default()))
}
