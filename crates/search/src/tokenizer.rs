//! The cursor in the terms of tantivy.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::cursor::Cursor;

/// Under which the schema names it.
pub(crate) const NAME: &str = "friday";

#[derive(Debug, Clone, Copy)]
pub(crate) struct WordTokenizer;

pub(crate) struct Words<'a> {
    cursor: Cursor<'a>,
    token: Token,
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = Words<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Words<'a> {
        Words { cursor: Cursor::new(text), token: Token::default() }
    }
}

impl TokenStream for Words<'_> {
    fn advance(&mut self) -> bool {
        let Some(span) = self.cursor.next(&mut self.token.text) else { return false };
        self.token.offset_from = span.bytes.start;
        self.token.offset_to = span.bytes.end;
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
