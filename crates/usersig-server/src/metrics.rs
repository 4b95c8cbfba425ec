//! `/metrics`: numbers for Prometheus.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric as _, MetricEncoder, NoLabelSet};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use usersig_service::Service;
use usersig_store::statistics::Event;

use crate::route::Route;

/// What the server counts. Counting takes no lock but the histogram's own.
pub(crate) struct Metrics {
    requests: [[AtomicU64; CLASSES.len()]; Route::ALL.len()],
    seconds: [Histogram; Route::ALL.len()],
    pub(crate) connections: AtomicU64,
    pub(crate) accepted: AtomicU64,
}

impl Metrics {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            requests: Default::default(),
            seconds: std::array::from_fn(|_| Histogram::new(BUCKETS)),
            connections: AtomicU64::new(0),
            accepted: AtomicU64::new(0),
        })
    }

    pub(crate) fn count(&self, route: Route, status: u16, took: Duration) {
        let class = usize::from(status / 100).clamp(2, 5) - 2;
        if let Some(counter) = self.requests.get(route as usize).and_then(|counters| counters.get(class)) {
            counter.fetch_add(1, Relaxed);
        }
        if let Some(histogram) = self.seconds.get(route as usize) {
            histogram.observe(took.as_secs_f64());
        }
    }

    /// The text that Prometheus reads.
    pub(crate) fn text(self: &Arc<Self>, service: &Arc<Service>) -> String {
        let mut registry = Registry::with_prefix("usersig");
        registry.register_collector(Box::new(Numbers {
            metrics: Arc::clone(self),
            service: Arc::clone(service),
        }));
        let mut text = String::new();
        // Writing into a text does not fail.
        let _ = prometheus_client::encoding::text::encode(&mut text, &registry);
        text
    }
}

struct Numbers {
    metrics: Arc<Metrics>,
    service: Arc<Service>,
}

impl Collector for Numbers {
    fn encode(&self, mut out: DescriptorEncoder<'_>) -> fmt::Result {
        self.requests(&mut out)?;
        self.tickets(&mut out)?;
        let metrics = &self.metrics;
        gauge(&mut out, "connections", "Connections that are open", metrics.connections.load(Relaxed))?;
        let help = "Milliseconds since the database last answered";
        gauge(&mut out, "store_cut_off_milliseconds", help, self.service.cut_off_for())?;
        gauge(
            &mut out,
            "store_revision",
            "Revision of the store that is answered from",
            self.service.revision(),
        )?;
        if let Some(bytes) = resident_bytes() {
            gauge(&mut out, "resident_memory_bytes", "Memory of the process", bytes)?;
        }
        let accepted = metrics.accepted.load(Relaxed);
        let mut encoder =
            describe(&mut out, "connections_accepted", "Connections since the start", MetricType::Counter)?;
        encoder.encode_counter::<NoLabelSet, _, u64>(&accepted, None)?;
        let build = [("version", env!("CARGO_PKG_VERSION"))];
        let mut encoder = describe(&mut out, "build_info", "The version of the program", MetricType::Gauge)?;
        encoder.encode_family(&build)?.encode_gauge(&1_i64)
    }
}

impl fmt::Debug for Numbers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Numbers")
    }
}

impl Numbers {
    fn requests(&self, out: &mut DescriptorEncoder<'_>) -> fmt::Result {
        let mut encoder =
            describe(out, "http_requests", "Requests by purpose and status", MetricType::Counter)?;
        for route in Route::ALL {
            for (class, counter) in CLASSES.into_iter().zip(&self.metrics.requests[route as usize]) {
                let count = counter.load(Relaxed);
                if count > 0 {
                    let labels = [("route", route.name()), ("status", class)];
                    encoder.encode_family(&labels)?.encode_counter::<NoLabelSet, _, u64>(&count, None)?;
                }
            }
        }
        let help = "Seconds from the head of a request to the head of its answer";
        let mut encoder = describe(out, "http_request_seconds", help, MetricType::Histogram)?;
        for route in Route::ALL {
            let labels = [("route", route.name())];
            self.metrics.seconds[route as usize].encode(encoder.encode_family(&labels)?)?;
        }
        Ok(())
    }

    fn tickets(&self, out: &mut DescriptorEncoder<'_>) -> fmt::Result {
        let help = "Tickets by application and outcome, with Tencent's code for rejected ones";
        let mut encoder = describe(out, "tickets", help, MetricType::Counter)?;
        for totals in self.service.totals() {
            let sdkappid = totals.sdkappid.to_string();
            for (event, count) in &totals.events {
                let (outcome, code) = match event {
                    Event::UserSig => ("issued-usersig", String::new()),
                    Event::PrivateMapKey => ("issued-private-map-key", String::new()),
                    Event::Refused => ("refused", String::new()),
                    Event::Verified => ("verified", String::new()),
                    Event::Rejected(code) => ("rejected", code.to_string()),
                    _ => continue,
                };
                let labels = [("sdkappid", sdkappid.as_str()), ("outcome", outcome), ("code", code.as_str())];
                encoder.encode_family(&labels)?.encode_counter::<NoLabelSet, _, u64>(count, None)?;
            }
        }
        Ok(())
    }
}

fn describe<'e>(
    out: &'e mut DescriptorEncoder<'_>,
    name: &'e str,
    help: &str,
    kind: MetricType,
) -> Result<MetricEncoder<'e>, fmt::Error> {
    out.encode_descriptor(name, help, None, kind)
}

fn gauge(out: &mut DescriptorEncoder<'_>, name: &str, help: &str, value: u64) -> fmt::Result {
    let value = i64::try_from(value).unwrap_or(i64::MAX);
    describe(out, name, help, MetricType::Gauge)?.encode_gauge(&value)
}

/// Memory of the process that is in use, on Linux.
fn resident_bytes() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1024)
}

const CLASSES: [&str; 4] = ["2xx", "3xx", "4xx", "5xx"];

const BUCKETS: [f64; 10] = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1.0];
