//! What every answer says to the browser about safety, and where forms may come from.

use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri, header};

use crate::console::Settings;

/// Adds the headers that every answer has.
pub(crate) fn seal(headers: &mut HeaderMap, secure: bool) {
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if secure {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    // Pages show secrets and a person's data: neither a proxy nor the browser's history keeps them.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

/// Whether a form was sent from this console's own pages.
///
/// Browsers send `Origin` with every form; a request without it is refused.
pub(crate) fn own_origin(headers: &HeaderMap, uri: &Uri, settings: &Settings) -> bool {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let Some(origin) = text(header::ORIGIN) else { return false };
    if let Some(own) = &settings.origin {
        return origin.eq_ignore_ascii_case(own);
    }
    let host = uri.authority().map(|authority| authority.as_str()).or_else(|| text(header::HOST));
    let scheme = if settings.secure { "https://" } else { "http://" };
    let sender = origin.strip_prefix(scheme);
    matches!((sender, host), (Some(sender), Some(host)) if sender.eq_ignore_ascii_case(host))
}

// `same-origin` and not `no-referrer`: with the latter, browsers send `Origin: null` with forms.
const HEADERS: [(&str, &str); 8] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), clipboard-write=(self)",
    ),
    ("x-robots-tag", "noindex, nofollow"),
];
