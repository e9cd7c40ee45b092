//! Logs and measures. Neither ever holds text that people typed, an address or a secret.

use std::sync::OnceLock;

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};

static MEASURES: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// Starts logs (lines on standard error, or JSON) and measures. Safe to call twice.
pub fn start(json: bool) {
    let filter = EnvFilter::try_from_env("BRIG_LOG").unwrap_or_else(|_| EnvFilter::new("warn,brig=info,kernel=info,sqlx=error"));
    let registry = tracing_subscriber::registry().with(filter);
    let lines = fmt::layer().with_writer(std::io::stderr).with_target(false);
    let _ = if json { registry.with(lines.json()).try_init() } else { registry.with(lines.compact()).try_init() };
    measure();
}

/// Starts the measures only.
pub fn measure() {
    MEASURES.get_or_init(|| {
        let buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];
        PrometheusBuilder::new().set_buckets(&buckets).ok()?.install_recorder().ok()
    });
}

/// The measures as Prometheus reads them.
#[must_use]
pub fn render() -> String {
    MEASURES
        .get()
        .and_then(Option::as_ref)
        .map(|handle| {
            handle.run_upkeep();
            handle.render()
        })
        .unwrap_or_default()
}
