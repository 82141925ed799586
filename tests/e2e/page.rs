//! The page in the window: what a listener sees of it, and does to it.

use std::cell::Cell;
use std::fmt::{self, Display, Formatter};
use std::fs;
use std::path::{Path, PathBuf};

use fantoccini::Client;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::{Element, ElementRef};
use fantoccini::error::CmdError;
use fantoccini::key::Key;
use serde::Serialize;
use serde_json::{Value, json};

use crate::desktop::scratch;
use crate::until::{PATIENCE, before};

/// What every script here may use: the elements on a spot that are displayed, and the text that one shows, its
/// white space as single blanks.
const SIGHT: &str = "
    const shown = (element) =>
        element.getClientRects().length > 0 && getComputedStyle(element).visibility === 'visible';
    const words = (element) =>
        ((/^(INPUT|TEXTAREA)$/.test(element.tagName) ? element.value : element.innerText) ?? '')
            .replace(/\\s+/g, ' ')
            .trim();
    const seen = (spot) => spot.reduce(
        (within, [selector, text]) => within
            .flatMap((element) => [...element.querySelectorAll(selector)])
            .filter((element) => shown(element) && words(element).includes(text)),
        [document],
    );
";

/// What is still on its way two frames after now: something that moves to an end, a block for what is to come, a picture
/// on the screen that is not drawn. Nothing where the page stands still.
const MOVING: &str = "
    const done = arguments[0];
    const inSight = (element) => {
        const { top, bottom, width } = element.getBoundingClientRect();
        return width > 0 && bottom > 0 && top < innerHeight;
    };
    const ends = (animation) => animation.playState === 'running' && animation.effect.getComputedTiming().endTime !== Infinity;
    requestAnimationFrame(() => requestAnimationFrame(async () => {
        const images = [...document.images].filter(inSight);
        const moving = [
            ...document.getAnimations().filter(ends).map(({ effect }) => effect.target),
            ...[...document.querySelectorAll('[data-testid=skeleton]')].filter(inSight),
            ...images.filter((image) => !image.complete),
        ];
        if (moving.length > 0) return done(moving[0].cloneNode(false).outerHTML);
        await Promise.all(images.map((image) => image.decode().catch(() => {})));
        requestAnimationFrame(() => done(null));
    }));
";

/// The key of an element in the driver's JSON (WebDriver, section 12).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Where on the page something is: what matches a selector and shows a text, and what is inside of that.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Spot(Vec<(String, String)>);

/// What carries this test id.
pub(crate) fn at(testid: &str) -> Spot {
    Spot(Vec::new()).at(testid)
}

impl Spot {
    /// Inside of it, what carries this test id.
    pub(crate) fn at(self, testid: &str) -> Self {
        self.css(&format!("[data-testid='{testid}']"))
    }

    /// Inside of it, what matches this CSS selector.
    pub(crate) fn css(mut self, selector: &str) -> Self {
        self.0.push((selector.to_owned(), String::new()));
        self
    }

    /// Only where it also matches this.
    pub(crate) fn that_is(mut self, selector: &str) -> Self {
        if let Some((itself, _)) = self.0.last_mut() {
            itself.push_str(selector);
        }
        self
    }

    /// Only where it shows this text.
    pub(crate) fn showing(mut self, text: &str) -> Self {
        if let Some((_, shown)) = self.0.last_mut() {
            text.clone_into(shown);
        }
        self
    }
}

impl Display for Spot {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (selector, text) in &self.0 {
            write!(f, "{selector} ")?;
            if !text.is_empty() {
                write!(f, "with {text:?} ")?;
            }
        }
        Ok(())
    }
}

pub(crate) struct Page {
    client: Client,
    name: String,
    clicks: Cell<u32>,
}

impl Page {
    pub(crate) fn new(client: Client, name: &str) -> Self {
        Self { client, name: name.to_owned(), clicks: Cell::new(0) }
    }

    /// Writes down from now on what the page does wrong without a listener seeing it.
    pub(crate) async fn watch_for_troubles(&self) {
        self.ask(
            "window.troubles = [];
             // A layout that takes another frame to settle is said so in an event without an error.
             addEventListener('error', (event) => event.error && window.troubles.push(`error: ${event.message}`));
             addEventListener('unhandledrejection', (event) => window.troubles.push(`rejection: ${event.reason}`));
             addEventListener('securitypolicyviolation', (event) =>
                 window.troubles.push(`${event.violatedDirective} refused ${event.blockedURI}`));",
            json!([]),
        )
        .await;
    }

    /// Fails with every script error and every violation of the content security policy since the app was opened.
    pub(crate) async fn no_troubles(&self) {
        let troubles = self.ask("return window.troubles;", json!([])).await;
        assert_eq!(troubles, json!([]), "the page of {} is in trouble", self.name);
    }

    /// Waits until something is displayed on the spot, and returns the text that it shows.
    pub(crate) async fn see(&self, spot: Spot) -> String {
        self.until(&spot, async || {
            let words = self.run("return seen(arguments[0]).map(words)[0] ?? null;", json!([spot])).await?;
            words.as_str().map(str::to_owned).ok_or_else(|| "it is not there".to_owned())
        })
        .await
    }

    /// Waits until nothing is displayed on the spot.
    pub(crate) async fn see_no_more(&self, spot: Spot) {
        self.until(format!("no {spot}"), async || {
            match self.run("return seen(arguments[0]).length;", json!([spot])).await?.as_u64() {
                Some(0) => Ok(()),
                count => Err(format!("there is ({count:?})")),
            }
        })
        .await;
    }

    /// The texts of all that is displayed on the spot now, in the order of the document.
    pub(crate) async fn all(&self, spot: Spot) -> Vec<String> {
        let words = self.ask("return seen(arguments[0]).map(words);", json!([spot])).await;
        words.as_array().into_iter().flatten().filter_map(|text| text.as_str().map(str::to_owned)).collect()
    }

    /// Waits until something is displayed on the spot, and clicks it.
    pub(crate) async fn click(&self, spot: Spot) {
        // A row may be drawn anew between being found and being clicked.
        self.until(format!("a click on {spot}"), async || {
            self.find(&spot).await?.click().await.map_err(said)
        })
        .await;
        self.clicks.set(self.clicks.get() + 1);
    }

    /// How often something was clicked since the app was opened.
    pub(crate) fn clicks(&self) -> u32 {
        self.clicks.get()
    }

    /// Clicks a field and types over what it holds.
    pub(crate) async fn fill(&self, spot: Spot, text: &str) {
        self.click(spot).await;
        self.press("Ctrl+A").await;
        self.write(text).await;
    }

    /// Types a text, key by key, into whatever has the focus.
    pub(crate) async fn write(&self, text: &str) {
        let keys = text.chars().fold(KeyActions::new("keyboard".into()), |keys, value| {
            keys.then(KeyAction::Down { value }).then(KeyAction::Up { value })
        });
        self.client.perform_actions(keys).await.expect("the driver types");
    }

    /// Presses keys together, such as `Ctrl+F`, `Shift+Tab` or `ArrowRight`.
    pub(crate) async fn press(&self, chord: &str) {
        let keys: Vec<char> = chord.split('+').map(key).collect();
        let down = keys.iter().fold(KeyActions::new("keyboard".into()), |actions, value| {
            actions.then(KeyAction::Down { value: *value })
        });
        let both =
            keys.iter().rev().fold(down, |actions, value| actions.then(KeyAction::Up { value: *value }));
        self.client.perform_actions(both).await.expect("the driver presses keys");
    }

    /// Presses `Tab` until the focus is on the spot; the whole page is walked at most once.
    pub(crate) async fn tab_to(&self, spot: Spot) {
        for _ in 0..200 {
            if self.is_focused(&spot).await {
                return;
            }
            self.press("Tab").await;
        }
        let instead = format!("Tab never led there, but to {}", self.focus().await);
        self.give_up(&format!("the focus on {spot}"), &instead).await;
    }

    /// Waits until the focus is on the spot.
    pub(crate) async fn see_focus(&self, spot: Spot) {
        self.until(format!("the focus on {spot}"), async || {
            if self.is_focused(&spot).await { Ok(()) } else { Err(format!("{} has it", self.focus().await)) }
        })
        .await;
    }

    /// What has the focus, as a start tag.
    pub(crate) async fn focus(&self) -> String {
        let tag = self.ask("return document.activeElement.cloneNode(false).outerHTML;", json!([])).await;
        tag.as_str().unwrap_or_default().to_owned()
    }

    /// What a script returns, with `seen`, `shown` and `words` at hand, and `args` as its arguments.
    pub(crate) async fn ask(&self, script: &str, args: Value) -> Value {
        let answer = match self.run(script, args.clone()).await {
            // The driver fails now and then for a reason that it does not know, and then does not.
            Err(error) if error.starts_with("unknown error") => self.run(script, args).await,
            answer => answer,
        };
        answer.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Waits until `look` has something; else fails with the text and a picture of the page as it is.
    pub(crate) async fn until<T>(
        &self,
        awaited: impl Display,
        look: impl AsyncFnMut() -> Result<T, String>,
    ) -> T {
        match before(PATIENCE, look).await {
            Ok(seen) => seen,
            Err(instead) => self.give_up(&awaited.to_string(), &instead).await,
        }
    }

    /// Takes a picture of the page, once what is on it has come and stands still.
    pub(crate) async fn picture(&self, path: &Path) {
        self.until("the page to stand still", async || {
            let moving = self.client.execute_async(MOVING, vec![]).await.map_err(said)?;
            moving.as_str().map_or(Ok(()), |moving| Err(format!("{moving} is on its way")))
        })
        .await;
        let picture = self.client.screenshot().await.expect("the driver takes pictures");
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).expect("there is room for a picture");
        }
        fs::write(path, picture).expect("there is room for a picture");
    }

    /// Makes the window so large, in CSS pixels.
    pub(crate) async fn resize(&self, width: u32, height: u32) {
        self.client.set_window_size(width, height).await.expect("the driver sizes the window");
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    async fn is_focused(&self, spot: &Spot) -> bool {
        self.ask("return seen(arguments[0]).includes(document.activeElement);", json!([spot])).await == true
    }

    async fn run(&self, script: &str, args: Value) -> Result<Value, String> {
        let Value::Array(args) = args else { panic!("a script's arguments are an array") };
        self.client.execute(&format!("{SIGHT}{script}"), args).await.map_err(said)
    }

    async fn find(&self, spot: &Spot) -> Result<Element, String> {
        let found = self.run("return seen(arguments[0])[0] ?? null;", json!([spot])).await?;
        let id = found.get(ELEMENT).and_then(Value::as_str).ok_or("it is not there")?;
        Ok(Element::from_element_id(self.client.clone(), ElementRef::from(id.to_owned())))
    }

    async fn give_up(&self, awaited: &str, instead: &str) -> ! {
        let picture: PathBuf = scratch().join(format!("{}-failed.png", self.name));
        if let Ok(png) = self.client.screenshot().await {
            let _ = fs::create_dir_all(scratch()).and_then(|()| fs::write(&picture, png));
        }
        let text = self.run("return document.body.innerText;", json!([])).await.unwrap_or_default();
        let text = text.as_str().unwrap_or("nothing");
        panic!(
            "waited for {awaited}, but {instead}. {} shows the page, which says:\n{text}",
            picture.display()
        );
    }
}

/// The driver's own words are sometimes none; what kind of error it is says more.
fn said(error: CmdError) -> String {
    match error {
        CmdError::Standard(error) => format!("{} {}", error.error, error.message),
        other => other.to_string(),
    }
}

/// The driver's character for a key (WebDriver, section 17.4.2).
fn key(name: &str) -> char {
    match name {
        "Alt" => Key::Alt.into(),
        "ArrowDown" => Key::Down.into(),
        "ArrowLeft" => Key::Left.into(),
        "ArrowRight" => Key::Right.into(),
        "ArrowUp" => Key::Up.into(),
        "Backspace" => Key::Backspace.into(),
        "Ctrl" => Key::Control.into(),
        "End" => Key::End.into(),
        "Enter" => Key::Enter.into(),
        "Escape" => Key::Escape.into(),
        "Home" => Key::Home.into(),
        "Shift" => Key::Shift.into(),
        "Space" => ' ',
        "Tab" => Key::Tab.into(),
        _ => {
            let mut letters = name.chars();
            let letter = letters.next().expect("a key has a name");
            assert!(letters.next().is_none(), "{name} is a key that this keyboard lacks");
            letter.to_ascii_lowercase()
        }
    }
}
