//! Counts by the minute, later by the hour and the day.

use usersig_store::Store;
use usersig_store::statistics::{Count, Event};

use crate::home::{APP, Home, NOW, both};

const MINUTE: u64 = NOW - NOW % 60;
const DAY: u64 = 86_400;

fn total(counts: &[Count]) -> u64 {
    counts.iter().map(|count| count.count).sum()
}

both!(counts_of_one_minute_add_up, |home: Home| async move {
    let store = home.open().await;
    let events =
        [Event::UserSig, Event::PrivateMapKey, Event::Refused, Event::Verified, Event::Rejected(70001)];
    for _ in 0..3 {
        let counts: Vec<_> = events.iter().map(|&event| Count::new(APP, NOW, event, 2)).collect();
        store.add_counts(&counts).await.unwrap();
        // Twice in one call, too.
        let twice = [
            Count::new(APP, NOW, Event::Rejected(70003), 1),
            Count::new(APP, NOW + 1, Event::Rejected(70003), 1),
        ];
        store.add_counts(&twice).await.unwrap();
    }
    let counts = store.counts(Some(APP), MINUTE, MINUTE + 60).await.unwrap();
    assert_eq!(counts.len(), 6);
    for count in counts {
        assert_eq!((count.sdkappid, count.minute, count.count), (APP, MINUTE, 6), "{count:?}");
    }
    store.add_counts(&[]).await.unwrap();
});

both!(counts_are_found_by_time_and_application, |home: Home| async move {
    let store = home.open().await;
    let counts: Vec<_> = (0..10)
        .flat_map(|minute| {
            [APP, APP + 1].map(|app| Count::new(app, MINUTE + minute * 60, Event::Verified, 1))
        })
        .collect();
    store.add_counts(&counts).await.unwrap();
    assert_eq!(store.counts(None, 0, u64::MAX).await.unwrap(), counts);
    assert_eq!(store.counts(Some(APP), MINUTE + 60, MINUTE + 180).await.unwrap().len(), 2);
    assert_eq!(store.counts(Some(APP + 2), 0, u64::MAX).await.unwrap(), []);
});

both!(replicas_add_to_one_another, |home: Home| async move {
    let stores = [home.open().await, home.open().await];
    let adding = stores.iter().enumerate().map(|(place, store)| async move {
        for _ in 0..50 {
            let mut apps: Vec<u32> = (1..=10).collect();
            if place == 1 {
                apps.reverse();
            }
            let counts: Vec<_> =
                apps.into_iter().map(|app| Count::new(app, NOW, Event::UserSig, 1)).collect();
            store.add_counts(&counts).await.unwrap();
        }
    });
    let [first, second] = adding.collect::<Vec<_>>().try_into().unwrap_or_else(|_| panic!());
    tokio::join!(first, second);
    let counts = stores[0].counts(None, 0, u64::MAX).await.unwrap();
    assert_eq!(counts.iter().map(|count| count.count).collect::<Vec<_>>(), [100; 10]);
});

both!(old_minutes_become_hours_and_then_days, |home: Home| async move {
    let store = home.open().await;
    let begin = NOW - NOW % DAY;
    let counts: Vec<_> =
        (0..3 * 1440).map(|minute| Count::new(APP, begin + minute * 60, Event::UserSig, 1)).collect();
    store.add_counts(&counts).await.unwrap();
    let all = || async { store.counts(None, 0, u64::MAX).await.unwrap() };
    assert_eq!(all().await.len(), 3 * 1440);

    // Two of the three days are older than 14 days now; each step happens once an hour.
    home.later(begin + 16 * DAY - NOW);
    store.add_counts(&[]).await.unwrap();
    let counts = all().await;
    assert_eq!((counts.len(), total(&counts)), (2 * 24 + 1440, 3 * 1440));
    assert!(counts[..48].iter().all(|count| count.count == 60 && count.minute % 3600 == 0));

    // What is late is added where it belongs, and thinned with the rest.
    store.add_counts(&[Count::new(APP, begin + 60, Event::UserSig, 5)]).await.unwrap();
    home.later(3600);
    store.add_counts(&[]).await.unwrap();
    let counts = all().await;
    assert_eq!((counts[0].minute, counts[0].count), (begin, 65));

    home.later(500 * DAY);
    store.add_counts(&[]).await.unwrap();
    let counts = all().await;
    assert_eq!(counts.iter().map(|count| count.count).collect::<Vec<_>>(), [1445, 1440, 1440]);
    assert!(counts.iter().all(|count| count.minute % DAY == 0));
});
