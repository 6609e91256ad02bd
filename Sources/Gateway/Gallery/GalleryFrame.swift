import AdapterKit
import Documents
import Ledger

/// Draws ads the way boards of a kind show them, each in a frame that may do nothing.
struct GalleryFrame {
    /// The style sheet of every frame.
    let style: String

    /// The frame of a draft.
    func element(for draft: Draft, title: String) -> String {
        let picture = draft.picture
        let body = body(picture, draft)
        let document = """
            <!DOCTYPE html><html \(draft.languageMarks)><head><meta charset="utf-8">\
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">\
            <base target="_blank"><title>\(Escaped.html(title))</title><style>\(style)</style></head>\
            <body class="\(picture.shape.rawValue)">\(body)</body></html>
            """
        let height = height(picture)
        return """
            <iframe sandbox title="\(Escaped.html(title))" \(draft.languageMarks) style="--height:\(height)px" srcdoc="\(Escaped.html(document))"></iframe>
            """
    }

    /// Room for the text as far as it can be told from its length; a longer ad scrolls inside its frame.
    private func height(_ picture: AdPicture) -> Int {
        let text = picture.plainBody.split(separator: "\n", omittingEmptySubsequences: false)
        let perLine = [.paste, .document].contains(picture.shape) ? 58 : 66
        let lines = text.reduce(0) { $0 + 1 + $1.count / perLine }
        let summary = (picture.summary?.count ?? 0) / perLine
        let rest = picture.facts.count + picture.points.count + picture.links.count + summary
        let chrome =
            switch picture.shape {
            case .listing, .page: 310
            case .message, .mail: picture.title == nil ? 96 : 150
            case .paste: 84
            case .document: 40
            }
        return min(560, chrome + (lines + rest) * 22)
    }

    private func body(_ picture: AdPicture, _ draft: Draft) -> String {
        switch picture.shape {
        case .listing: result(picture) + detail(picture)
        case .page: search(picture, draft) + detail(picture)
        case .message: message(picture, draft)
        case .mail: mail(picture, draft)
        case .paste: paste(picture)
        case .document: "<pre class=\"data\" dir=\"ltr\">\(JSONLook.html(picture.body))</pre>"
        }
    }

    // MARK: Kinds of boards

    private func result(_ picture: AdPicture) -> String {
        var text = hint("In the list of results")
        text += line("p", "title", picture.title) + line("p", "company", picture.company)
        text += chips(picture.facts) + line("p", "snippet", snippet(picture, 150))
        return Escaped.element("section", "result", text)
    }

    private func search(_ picture: AdPicture, _ draft: Draft) -> String {
        var text = hint("In search results")
        let site = draft.documentURL ?? draft.input.pageURL ?? picture.links.first?.text ?? "your site"
        text += line("p", "site", site) + line("p", "title", picture.title)
        text += line("p", "snippet", snippet(picture, 160)) + chips(picture.facts)
        return Escaped.element("section", "result", text)
    }

    private func detail(_ picture: AdPicture) -> String {
        var text = hint(picture.shape == .page ? "On the page" : "The ad itself")
        text += line("h1", nil, picture.title) + line("p", "company", picture.company)
        text += facts(picture.facts) + line("p", "lead", picture.summary) + points(picture) + prose(picture)
        text += line("p", "tags", picture.tags) + links(picture)
        return Escaped.element("article", "detail", text)
    }

    private func message(_ picture: AdPicture, _ draft: Draft) -> String {
        let name = Escaped.html(draft.account)
        let letter = Escaped.html(String(draft.account.prefix(1)).uppercased())
        var inside = line("p", "company", picture.company) + line("p", "title", picture.title)
        inside += line("p", "lead", picture.summary) + points(picture) + prose(picture)
        inside += facts(picture.facts) + line("p", "tags", picture.tags) + links(picture)
        let isCard = picture.title != nil
        return """
            <article class="bubble"><span class="face" aria-hidden="true">\(letter)</span><div>\
            <p class="who"><b>\(name)</b> <span lang="en">just now</span></p>\(Escaped.element("div", isCard ? "embed" : "text", inside))\
            </div></article>
            """
    }

    private func mail(_ picture: AdPicture, _ draft: Draft) -> String {
        let head = "<p class=\"who\">From <b>\(Escaped.html(draft.account))</b></p>" + line("h1", nil, picture.title)
        return Escaped.element("article", "detail", head + facts(picture.facts) + prose(picture) + links(picture))
    }

    private func paste(_ picture: AdPicture) -> String {
        let head = "<p class=\"who\"><span lang=\"en\">you, just now, as plain text</span></p>"
        return Escaped.element("article", "comment", head + Escaped.element("pre", nil, Escaped.html(picture.body)))
    }

    // MARK: Parts

    /// Our own words beside the ad, which are English whatever the ad is.
    private func hint(_ text: String) -> String { "<p class=\"hint\" lang=\"en\">\(text)</p>" }

    private func line(_ tag: String, _ style: String?, _ text: String?) -> String {
        guard let text, !text.isEmpty else { return "" }
        return Escaped.element(tag, style, Escaped.html(text))
    }

    private func prose(_ picture: AdPicture) -> String {
        guard !picture.body.isEmpty else { return "" }
        if let html = picture.htmlBody { return Escaped.element("div", "prose", html) }
        return Escaped.element("div", "prose plain", Addresses.html(picture.body))
    }

    private func points(_ picture: AdPicture) -> String {
        guard !picture.points.isEmpty else { return "" }
        return Escaped.element("ul", "points", picture.points.map { line("li", nil, $0) }.joined())
    }

    private func chips(_ facts: [AdPicture.Part]) -> String {
        guard !facts.isEmpty else { return "" }
        return Escaped.element("ul", "chips", facts.map { line("li", nil, $0.text) }.joined())
    }

    private func facts(_ facts: [AdPicture.Part]) -> String {
        guard !facts.isEmpty else { return "" }
        let rows = facts.map { "<div>" + line("dt", nil, $0.title) + line("dd", nil, $0.text) + "</div>" }
        return Escaped.element("dl", nil, rows.joined())
    }

    private func links(_ picture: AdPicture) -> String {
        picture.links.map { part in
            "<p class=\"apply\"><b lang=\"en\">\(Escaped.html(part.title))</b> <span dir=\"ltr\">\(Escaped.html(part.text))</span></p>"
        }.joined()
    }

    /// The beginning of what a list of results has room for.
    private func snippet(_ picture: AdPicture, _ room: Int) -> String {
        let text = (picture.summary ?? picture.plainBody).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard text.count > room else { return text }
        return text.prefix(room).split(separator: " ").dropLast().joined(separator: " ") + " …"
    }
}
