//! Reads lines from standard input and prints what is found in each: for whoever changes a rule.

use std::io::BufRead;

fn main() {
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let chars: Vec<char> = line.chars().collect();
        let found = analysis::identifiers::find(&line);
        let shown: Vec<String> = found
            .iter()
            .map(|finding| {
                format!(
                    "{}:{}={:?}",
                    finding.severity.key(),
                    finding.kind.key(),
                    chars[finding.start..finding.end].iter().collect::<String>()
                )
            })
            .collect();
        println!("{line}\n    {}", shown.join("  "));
    }
}
