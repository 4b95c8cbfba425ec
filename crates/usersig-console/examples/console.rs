//! Serves the console over a new store with demonstration data, on loopback, until it is ended.
//!
//! `cargo run -p usersig-console --example console -- FOLDER` makes its files in FOLDER, prints
//! the address, and writes what signs in to `FOLDER/sign-in.json`.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "an example stops where it fails")]

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use axum::{
    extract::{ConnectInfo, Request},
    middleware::{self, Next},
};
use usersig_console::{ClientAddress, Console, Settings};
use usersig_service::{Options, Service, password};
use usersig_store::{
    Actor, Store,
    administrator::Role,
    application::{NewKey, Policy},
    caller::{Issuer, IssuerKeys, Scope},
    seal::MasterKeys,
    sqlite,
    statistics::{Count, Event},
};
use zeroize::Zeroizing;

#[tokio::main]
async fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).expect("a folder for the example's files"));
    std::fs::create_dir_all(&folder).unwrap();
    let keys = MasterKeys::from_file_or_new(&folder.join("master.key")).unwrap();
    let store: Arc<dyn Store> = Arc::new(sqlite::open(&folder.join("usersig.db"), keys).await.unwrap());
    fill(&*store, &folder).await;
    let service = Service::start(Arc::clone(&store), Options::default()).await.unwrap();
    let background = service.run();
    let router = usersig_console::router(Console::new(store, service, Settings::new(false)))
        .layer(middleware::from_fn(name_address));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("http://{}", listener.local_addr().unwrap());
    axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>()).await.unwrap();
    drop(background);
}

async fn name_address(mut request: Request, next: Next) -> axum::response::Response {
    if let Some(ConnectInfo(address)) = request.extensions().get::<ConnectInfo<SocketAddr>>().copied() {
        request.extensions_mut().insert(ClientAddress::new(address.ip()));
    }
    next.run(request).await
}

async fn fill(store: &dyn Store, folder: &std::path::Path) {
    let me = Actor::new("command:root", "");
    let password = password::generate().unwrap();
    let hash = password::hash(password.clone()).await.unwrap();
    for (name, role, must_change) in
        [("admin", Role::Owner, true), ("xiaohong", Role::Operator, false), ("auditor", Role::Auditor, false)]
    {
        store.create_administrator(&me, name, role, &hash, must_change).await.unwrap();
    }
    let sign_in = serde_json::json!({ "password": password.as_str() });
    std::fs::write(folder.join("sign-in.json"), sign_in.to_string()).unwrap();
    let key = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
    let apps = [
        (1_400_000_000, "Demo classroom"),
        (1_400_517_283, "Live shopping"),
        (1_600_012_345, "互动课堂 · 音视频"),
    ];
    for (sdkappid, name) in apps {
        let key = if sdkappid == 1_400_000_000 {
            NewKey::Hmac(Zeroizing::new(key.to_owned()))
        } else {
            NewKey::Make
        };
        store.create_application(&me, sdkappid, name, key, Policy::default()).await.unwrap();
    }
    let now = usersig::now().unwrap();
    store.rotate_key(&me, 1_400_517_283, NewKey::Make, Some(now + 30 * 86_400)).await.unwrap();
    store.suspend_application(&me, 1_600_012_345).await.unwrap();
    let keys = IssuerKeys::Jwks { url: "https://login.example/.well-known/jwks.json".to_owned() };
    store.add_issuer(&me, 1_400_517_283, Issuer::new("https://login.example", keys), None).await.unwrap();
    for (name, scopes, apps, days) in [
        ("Login server, production", vec![Scope::Issue, Scope::Verify], vec![1_400_000_000], Some(180)),
        ("Gateway", vec![Scope::Verify], vec![], None),
        ("Old back end", vec![Scope::Issue], vec![1_400_517_283], Some(30)),
    ] {
        store.create_token(&me, name, &scopes, &apps, days.map(|days| now + days * 86_400)).await.unwrap();
    }
    store.revoke_token(&me, 3).await.unwrap();
    for userid in ["xiaojun", "lost-phone-17"] {
        store.revoke_user(&me, 1_400_000_000, userid, now - 3600).await.unwrap();
    }
    store.add_counts(&counts(now)).await.unwrap();
}

/// A month of made-up traffic: busy days, quiet nights.
fn counts(now: u64) -> Vec<Count> {
    let events = [
        (Event::UserSig, 60),
        (Event::PrivateMapKey, 14),
        (Event::Verified, 90),
        (Event::Refused, 1),
        (Event::Rejected(70_001), 5),
        (Event::Rejected(70_009), 3),
        (Event::Rejected(70_003), 2),
    ];
    let mut counts = Vec::new();
    for (app, share) in [(1_400_000_000, 10), (1_400_517_283, 4)] {
        for step in 0..(30 * 48_u64) {
            let at = now - step * 1800;
            let hour = at / 3600 % 24;
            let wave = 12 - hour.abs_diff(12);
            for (event, weight) in events {
                let noise = (at / 1800).wrapping_mul(2_654_435_761).wrapping_add(weight * 97) % 7;
                counts.push(Count::new(app, at, event, share * weight * (wave + noise) / 20));
            }
        }
        for minute in 0..60 {
            counts.push(Count::new(app, now - minute * 60, Event::UserSig, share * (3 + minute * 7 % 5)));
            counts.push(Count::new(app, now - minute * 60, Event::Verified, share * (4 + minute * 3 % 7)));
        }
    }
    counts
}
