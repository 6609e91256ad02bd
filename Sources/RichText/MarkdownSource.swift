import CCmark

/// Turns Markdown into HTML.
///
/// Going through HTML gives raw HTML inside Markdown the same treatment as HTML proper, even where an element opened in
/// one inline closes in another.
///
/// - Parameter names: cmark's extensions to use, out of `table`, `strikethrough` and `autolink`.
func htmlFromMarkdown(_ markdown: String, extensions names: [String]) -> String {
    cmark_gfm_core_extensions_ensure_registered()
    let options = CInt(CMARK_OPT_UNSAFE | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE)
    guard let parser = unsafe cmark_parser_new(options) else { return "" }
    defer { unsafe cmark_parser_free(parser) }
    for name in names {
        guard let found = unsafe cmark_find_syntax_extension(name) else { continue }
        _ = unsafe cmark_parser_attach_syntax_extension(parser, found)
    }
    var source = markdown
    source.withUTF8 { bytes in
        unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
            guard let base = characters.baseAddress else { return }
            unsafe cmark_parser_feed(parser, base, characters.count)
        }
    }
    guard let document = unsafe cmark_parser_finish(parser) else { return "" }
    defer { unsafe cmark_node_free(document) }
    let extensions = unsafe cmark_parser_get_syntax_extensions(parser)
    guard let html = unsafe cmark_render_html(document, options, extensions) else { return "" }
    defer { unsafe ccmark_free(html) }
    return unsafe String(cString: html)
}
