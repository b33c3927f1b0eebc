//! What is written is read back by readers that are not ours, whatever is in it.

mod addresses;
mod bodies;
mod rosters;

use proptest::prelude::ProptestConfig;
use provisor::engine::Client;
use serde_json::json;

fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

/// A client with nothing but what it needs.
fn client(platform: &str) -> Client {
    let pair = json!({ "clientId": "id", "clientSecret": "secret" });
    let options = match platform {
        "myworkpal" => json!({
            "baseUrl": "https://a.co", "credentials": pair,
            "paths": { "createUser": "/made-up/create", "updatePersonal": "/made-up/{subDomain}/{systemId}" },
        }),
        "workforce-optimization" => {
            json!({ "baseUrl": "https://a.co", "credentials": { "userId": "a@b.co", "password": "x" } })
        }
        "workiva" => json!({
            "route": "platform", "baseUrl": "https://a.co", "credentials": pair,
            "organization": "3f2b8a52-6c1e-4c0f-9d53-0a1b2c3d4e5f",
        }),
        _ => json!({ "baseUrl": "https://a.co", "credentials": pair }),
    };
    provisor::platforms::client(platform, options).unwrap()
}
