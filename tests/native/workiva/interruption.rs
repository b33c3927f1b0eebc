//! A journal that only Workiva can mistake; deaths at every moment are in `shared/interruption.rs`.

use super::kit::*;
use super::model::Model;
use provisor::error::Code;
use serde_json::json;

#[test]
fn a_journal_of_another_organization_is_stale() {
    let users = [everything("new@doe.com")];
    let mut desk = desk(Model::new());
    desk.dies_at = Some(20);
    assert!(desk.provision_all(&users).result.is_none());
    desk = desk.reborn(client(json!({"organization": "3f2b8a52-6c1e-4c0f-9d53-0a1b2c3d4e50"})));
    let error = desk.resume_all(&users).thrown();
    assert_eq!((error.code, desk.sent.len()), (Code::StaleJournal, 0));
}
