//! Brig runs a Primary–Secondary Care Interface Group. See `brig --help`.

fn main() -> std::process::ExitCode {
    brig::cli::run()
}
