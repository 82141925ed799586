//! The accessibility checker axe-core, run inside the page.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::page::Page;

/// Fails with every violation that axe finds on the page as it is shown now.
pub(crate) async fn check(page: &Page, view: &str) {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/node_modules/axe-core/axe.min.js");
    let source = fs::read_to_string(source).expect("axe-core is installed (scripts/setup)");
    let client = page.client();
    client.execute(&format!("if (!window.axe) {{ {source} }}"), vec![]).await.expect("axe can be loaded");
    let found = client
        .execute_async(
            "const done = arguments[0];
             axe.run(document, { resultTypes: ['violations'] }).then(
                 (results) => done({ rules: results.passes.length, violations: results.violations }),
                 (error) => done({ error: String(error) }),
             );",
            vec![],
        )
        .await
        .expect("axe can be run");
    assert_eq!(found["error"], Value::Null, "axe could not check {view}");
    assert!(found["rules"].as_u64() > Some(0), "axe checked nothing on {view}");

    let violations: Vec<String> =
        found["violations"].as_array().into_iter().flatten().map(describe).collect();
    assert!(violations.is_empty(), "{view} is not accessible:\n{}", violations.join("\n"));
}

fn describe(violation: &Value) -> String {
    let nodes: Vec<String> = violation["nodes"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|node| format!("    {} {}", node["html"].as_str().unwrap_or_default(), node["failureSummary"]))
        .collect();
    format!("  {}: {}\n{}", violation["id"], violation["help"], nodes.join("\n"))
}
