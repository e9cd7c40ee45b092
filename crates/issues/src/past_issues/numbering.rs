//! Which running number each issue of the log gets, and from which one the group counts on.

use std::collections::HashSet;

use group::groups::Group;

use crate::issues::bringing::PastIssue;

/// Gives each its number: its own where its old reference is one of this group's and free, else the next ones after all that
/// there are, the oldest first. Tells the lowest number that is free then.
pub(super) fn number(group: &Group, issues: &mut [(usize, PastIssue)], taken: &HashSet<i64>, last: i64) -> i64 {
    let mut used = taken.clone();
    let mut last = last.max(taken.iter().copied().max().unwrap_or(0));
    let mut others = Vec::new();
    for (at, (_, issue)) in issues.iter_mut().enumerate() {
        match group.number(&issue.reference).filter(|number| *number > 0 && used.insert(*number)) {
            Some(own) => {
                issue.number = own;
                last = last.max(own);
            }
            None => others.push((issue.raised_on, at)),
        }
    }
    others.sort_unstable();
    for (_, at) in others {
        last += 1;
        issues[at].1.number = last;
    }
    last + 1
}
