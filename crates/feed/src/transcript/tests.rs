use super::*;

/// What was read, as `start–end speaker: text` in milliseconds.
fn lines(document: &str, content_type: Option<&str>) -> Vec<String> {
    let read = read_transcript(document.as_bytes(), content_type);
    let cue = |cue: &Cue| {
        let end = cue.end.map(|end| end.as_millis().to_string()).unwrap_or_default();
        let speaker = cue.speaker.as_ref().map(|name| format!("{name}: ")).unwrap_or_default();
        format!("{}–{end} {speaker}{}", cue.start.as_millis(), cue.text)
    };
    read.transcript.cues.iter().map(cue).collect()
}

#[test]
fn subtitles_are_read_however_they_are_written() {
    for (what, document, expected) in [
        (
            "WebVTT with all that is no cue",
            "WEBVTT - a title\nLanguage: en\n\nSTYLE\n::cue { color: red }\n\nNOTE\nnot this\n\nintro\n\
             00:01.000 --> 00:02.000 position:0% line:-1\n<v Ann onclick=alert(1)>Hello <c.big onmouseover=x>you</c>\n\n\
             1:00:00.000 --> 1:00:01.000\nlater &amp; <00:01.500>more",
            &["1000–2000 Ann: Hello you", "3600000–3601000 later & more"][..],
        ),
        (
            "two voices in one cue",
            "WEBVTT\n\n00:01.000 --> 00:02.000\n<v.loud Ann Moss>Hello</v> there\n<v Bob>Yes?",
            &["1000–2000 Ann Moss: Hello there", "1000–2000 Bob: Yes?"],
        ),
        (
            "SRT with points, without spaces, with an end before its start, and empty",
            "\u{feff}1\r\n00:00:01.000 --> 00:00:02.000\r\nDots\r\nnot commas\r\n\r\n\r\n3\r\n\
             00:00:05,000 --> 00:00:04,000\r\nend before start\r\n\r\nx\r\n00:00:06,000-->00:00:07,000\r\n\
             no spaces\r\n\r\n4\r\n00:00:08,000 --> 00:00:09,000\r\n",
            &["1000–2000 Dots not commas", "5000– end before start", "6000–7000 no spaces"],
        ),
        (
            "SRT without empty lines, out of order, with styles and a name",
            "1\n00:00:03,000 --> 00:00:04,000\n{\\an8}<i>Second</i> <3 &lt;b&gt;\n2\n\
             00:00:01,000 --> 00:00:02,000\nAnn Moss: First: 5\n",
            &["1000–2000 Ann Moss: First: 5", "3000–4000 Second <3 <b>"],
        ),
    ] {
        assert_eq!(lines(document, None), expected, "{what}");
    }
    let read = read_transcript(b"WEBVTT\nLanguage: en-GB\n\n00:01.000 --> 00:02.000\nx", None);
    assert_eq!(read.transcript.language.as_deref(), Some("en-GB"));
}

#[test]
fn words_in_json_become_sentences_and_sentences_stay() {
    let words = r#"{"version": "1.0.0", "segments": [
        {"speaker": "Vader", "startTime": 0.5, "endTime": 0.75, "body": "I"},
        {"speaker": "Vader", "startTime": 1, "endTime": 1.25, "body": "am"},
        {"speaker": "Vader", "startTime": 1.5, "endTime": 2, "body": "here"},
        {"speaker": "Vader", "startTime": 2, "endTime": 2, "body": "."},
        {"speaker": "Luke", "startTime": 2.75, "endTime": 3.0, "body": "No"}]}"#;
    assert_eq!(lines(words, None), ["500–2000 Vader: I am here.", "2750–3000 Luke: No"]);
    let sentences = r#"[{"start": "0:01", "text": "One two three."}, {"start": 2, "text": "Four <b>five</b> six."},
        {"start": -1, "text": "never"}, {"text": "when?"}, 7, {"start": 3}]"#;
    assert_eq!(lines(sentences, None), ["1000– One two three.", "2000– Four <b>five</b> six."]);
}

#[test]
fn of_html_only_the_text_is_left() {
    let html = "<cite>Travis:</cite>\n<time>0:00</time>\n<p>It&#39;s <script>alert(1)</script>on.</p>\n\
                <cite>Ann:</cite><time>1:02</time><p>Yes <img src=x onerror=alert(1)></p><p>and more</p>";
    assert_eq!(
        lines(html, Some("text/html")),
        ["0– Travis: It's on.", "62000– Ann: Yes", "62000– Ann: and more"]
    );
    let read = read_transcript(b"Ann: Hello there.\n\nA note: this is no name.", Some("text/plain"));
    assert!(!read.transcript.timed);
    assert_eq!(read.transcript.cues[0].speaker.as_deref(), Some("Ann"));
    assert_eq!(read.transcript.cues[1].text, "A note: this is no name.");
}

#[test]
fn what_holds_no_words_is_told() {
    for document in
        ["", " \n", "WEBVTT", "{}", "{\"segments\": [", "[]", "<html></html>", "1\n00:00:01,000 --> x\n"]
    {
        let read = read_transcript(document.as_bytes(), None);
        assert!(read.transcript.cues.is_empty(), "{document}");
        assert_eq!(read.problems.len(), 1, "{document}");
    }
    assert!(read_transcript(b"<!doctype html>", Some("application/json")).transcript.cues.is_empty());
}

#[test]
fn there_is_an_end_to_transcripts() {
    let long = format!("WEBVTT\n\n00:01.000 --> 00:02.000\n{}\n", "long ".repeat(10_000));
    assert!(read_transcript(long.as_bytes(), None).transcript.cues[0].text.len() <= MAX_CUE_BYTES);
    let many = format!("WEBVTT\n\n{}", "00:01.000 --> 00:02.000\nx\n\n".repeat(MAX_CUES + 10));
    let read = read_transcript(many.as_bytes(), None);
    assert_eq!((read.transcript.cues.len(), read.problems.len()), (MAX_CUES, 1));
    let endless = read_transcript("word ".repeat(2_000_000).as_bytes(), None);
    assert_eq!((endless.transcript.cues.len(), endless.problems.len()), (1, 1));
    for piece in ["<v", "<v ", "<", "{\\", "00:00 -->", "{\"a\":", "&amp"] {
        let _ = read_transcript(
            format!("WEBVTT\n\n00:01.000 --> 00:02.000\n{}", piece.repeat(500_000)).as_bytes(),
            None,
        );
    }
}
