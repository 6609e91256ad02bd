/// A page with `{{name}}` for text and `{{{name}}}` for HTML that was made here, and nothing else.
struct GalleryTemplate {
    let text: String

    /// The page with both kinds of markers filled in one pass: what is put in is not read again.
    ///
    /// A marker that has no value stays as it is written, for a maker of templates to see.
    func filled(texts: [String: String], html: [String: String]) -> String {
        var result = ""
        var rest = text[...]
        while let open = rest.firstRange(of: "{{") {
            result += rest[..<open.lowerBound]
            rest = rest[open.lowerBound...]
            let isHTML = rest.hasPrefix("{{{")
            let close = isHTML ? "}}}" : "}}"
            let inside = rest.dropFirst(close.count)
            guard let end = inside.firstRange(of: close) else { break }
            let name = String(inside[..<end.lowerBound])
            if let value = isHTML ? html[name] : texts[name].map(Escaped.html) {
                result += value
                rest = rest[end.upperBound...]
            } else {
                result += rest.prefix(2)
                rest = rest.dropFirst(2)
            }
        }
        return result + rest
    }

    /// The style sheet for the frames: the element `<style id="frame" …>` of the page.
    var frameStyle: String {
        guard let open = text.firstRange(of: "<style id=\"frame\""),
            let start = text[open.upperBound...].firstIndex(of: ">")
        else { return "" }
        let inside = text[text.index(after: start)...]
        guard let end = inside.firstRange(of: "</style>") else { return "" }
        return String(inside[..<end.lowerBound])
    }
}
