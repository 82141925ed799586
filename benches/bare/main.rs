//! The least that a Tauri window can be, to measure Friday's window beside.

fn main() {
    tauri::Builder::default()
        .run(tauri::generate_context!("benches/bare/tauri.conf.json"))
        .expect("a window can be opened");
}
