use super::{
    SkipReason::{NoAddress, NotOnTheWeb, NotSubscribed, Twice},
    *,
};

fn read(outlines: &str) -> FeedList {
    read_opml(format!("<?xml version='1.0'?><opml version='2.0'><body>{outlines}</body></opml>").as_bytes())
        .unwrap()
}

/// `folder/folder/title address` of each feed.
fn feeds(list: &FeedList) -> Vec<String> {
    let line = |feed: &ListedFeed| {
        let mut path = feed.folder.clone();
        path.push(feed.title.clone().unwrap_or_default());
        format!("{} {}", path.join("/"), feed.url)
    };
    list.feeds.iter().map(line).collect()
}

#[test]
fn every_program_s_list_is_understood() {
    for (what, outlines, expected) in [
        ("a plain list", "<outline type='rss' text='A' xmlUrl='https://a.example/f'/>", &["A https://a.example/f"][..]),
        (
            "the title is in `title`, the description in `text`",
            "<outline title='A' text='About gardens' xmlUrl='https://a.example/f'/>",
            &["A https://a.example/f"],
        ),
        (
            "folders in folders, and a feed that holds feeds",
            "<outline text='X' title='not this'><outline text='Y'><outline text='A' xmlUrl='http://a.example/f'>
             <outline text='B' xmlUrl='http://b.example/f'/></outline></outline></outline>
             <outline text='C' xmlUrl='http://c.example/f'/>",
            &["X/Y/A http://a.example/f", "X/Y/B http://b.example/f", "C http://c.example/f"],
        ),
        (
            "a wrapper is no folder, nor is a wrapper in it, but another folder is",
            "<outline text='feeds'><outline text='Podcasts'><outline text='News'><outline text='A' xmlUrl='http://a.example/f'/></outline></outline></outline>",
            &["News/A http://a.example/f"],
        ),
        (
            "attributes in other cases, and `url`",
            "<outline TEXT='A' XMLURL='http://a.example/f'/><OUTLINE text='B' type='RSS' url='http://b.example/f'/>
             <outline type='podcast-episode' url='http://c.example/page'/><outline type='link' url='http://d.example/'/>",
            &["A http://a.example/f", "B http://b.example/f"],
        ),
        (
            "addresses as other programs write them",
            "<outline xmlUrl='feed://a.example/f'/><outline xmlUrl='PCAST:http://b.example/f'/>
             <outline xmlUrl='www.c.example/f'/><outline xmlUrl=' HTTPS://D.example/f?a=1&amp;b=2#top '/>",
            &[" https://a.example/f", " http://b.example/f", " http://www.c.example/f", " https://d.example/f?a=1&b=2"],
        ),
        ("ampersands and quotes gone wrong", "<outline text='A & B' xmlUrl=http://a.example/f?x=1&y=2 />", &["A & B http://a.example/f?x=1&y=2"]),
        ("markup in names", "<outline text='&lt;b&gt;__proto__' xmlUrl='http://a.example/f'/>", &["<b>__proto__ http://a.example/f"]),
    ] {
        assert_eq!(feeds(&read(outlines)), expected, "{what}");
    }
}

#[test]
fn what_cannot_be_subscribed_to_is_skipped_with_a_reason() {
    let list = read(
        "<outline text='1' xmlUrl='javascript:alert(1)'/><outline text='2' xmlUrl='file:///etc/passwd'/>
         <outline text='3' xmlUrl=''/><outline text='4' xmlUrl='  '/><outline text='5' xmlUrl='not a url'/>
         <outline text='6' xmlUrl='http://[::1'/><outline text='7' xmlUrl='/relative.xml'/>
         <outline text='8' xmlUrl='antennapod_local:content://x'/><outline text='9' xmlUrl='|~/fetch.py'/>
         <outline text='ok' xmlUrl='https://a.example/f'/><outline text='twice' xmlUrl='https://A.example/f/#x'/>
         <outline text='gone' subscribed='0' xmlUrl='https://b.example/f'/>",
    );
    assert_eq!(feeds(&list), ["ok https://a.example/f"]);
    let reasons: Vec<SkipReason> = list.skipped.iter().map(|skipped| skipped.reason).collect();
    assert_eq!(
        reasons,
        [
            NotOnTheWeb,
            NotOnTheWeb,
            NoAddress,
            NoAddress,
            NotOnTheWeb,
            NoAddress,
            NotOnTheWeb,
            NotOnTheWeb,
            NotOnTheWeb,
            Twice,
            NotSubscribed
        ]
    );
}

#[test]
fn what_is_no_list_is_refused_and_a_damaged_one_read_as_far_as_it_goes() {
    for (document, reason) in [
        ("", NotAList::Empty),
        (" \n", NotAList::Empty),
        ("<rss><channel/></rss>", NotAList::Feed),
        ("<feed xmlns='http://www.w3.org/2005/Atom'/>", NotAList::Feed),
        ("<!doctype html><html><body>", NotAList::WebPage),
        ("{}", NotAList::Other),
        ("https://a.example/f", NotAList::Other),
    ] {
        assert_eq!(read_opml(document.as_bytes()), Err(reason), "{document}");
    }
    let cut = "<opml><body><outline text='A' xmlUrl='http://a.example/f'/><outline text='B' xml";
    let list = read_opml(cut.as_bytes()).unwrap();
    assert_eq!((list.feeds.len(), list.problems.len()), (1, 1));
    let wide: Vec<u8> = "<opml><outline xmlUrl='http://a.example/ä'/></opml>"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(read_opml(&wide).unwrap().feeds.len(), 1);
    assert_eq!(read("").feeds.len(), 0);
}

#[test]
fn nothing_that_a_list_declares_is_opened_or_expanded() {
    let list = read_opml(
        b"<!DOCTYPE opml [<!ENTITY x SYSTEM 'file:///etc/passwd'><!ENTITY y 'yyyyyyyy'>]>
          <opml><body><outline text='&x;&y;' xmlUrl='http://a.example/&y;'/></body></opml>",
    )
    .unwrap();
    assert_eq!(feeds(&list), ["&x;&y; http://a.example/&y;"]);
}

#[test]
fn there_is_an_end_to_lists() {
    let deep = read(&"<outline text='x'>".repeat(50_000));
    assert_eq!((deep.feeds.len(), deep.problems.len()), (0, 1));
    let many: Vec<String> =
        (0..MAX_LISTED_FEEDS + 5).map(|n| format!("<outline xmlUrl='http://h{n}.example/'/>")).collect();
    let list = read(&many.concat());
    assert_eq!((list.feeds.len(), list.problems.len()), (MAX_LISTED_FEEDS, 1));
}

#[test]
fn what_is_written_is_read_again_exactly() {
    let feed = |address: &str, title: &str, folder: &[&str]| ListedFeed {
        url: Url::parse(address).unwrap(),
        title: Some(title.to_owned()).filter(|title| !title.is_empty()),
        website: Url::parse(address).unwrap().join("/").ok(),
        folder: folder.iter().map(|&name| name.to_owned()).collect(),
    };
    let feeds = [
        feed("https://a.example/f?a=1&b=%22", "Q & A <b> \"quoted\" 'x' 潮", &[]),
        feed("http://user:pass@b.example/", "", &[]),
        feed("https://c.example/f", "feeds", &["News & <more>"]),
        feed("https://d.example/f", "D &amp; E", &["News & <more>", "feeds"]),
        feed("https://e.example/f", "E", &["Other"]),
    ];
    let written = write_opml("Mine & yours", &feeds);
    let list = read_opml(written.as_bytes()).unwrap();
    assert_eq!(list, FeedList { feeds: feeds.to_vec(), ..FeedList::default() });
    assert_eq!(write_opml("Mine & yours", &list.feeds), written);
    let control = write_opml("x", &[feed("https://a.example/", "A\u{8}\0B", &[])]);
    assert_eq!(read_opml(control.as_bytes()).unwrap().feeds[0].title.as_deref(), Some("AB"));
}
