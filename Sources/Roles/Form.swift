import Documents

/// A form that a text must have, checked without asking anyone outside.
enum Form {
    case id
    case language
    case country
    case region
    case currency
    case email
    case webAddress
    case applyAddress
    case period

    /// Name of the rule, as diagnostics show it.
    var code: String {
        switch self {
        case .id: "bad-id"
        case .language: "bad-language"
        case .country: "bad-country"
        case .region: "bad-region"
        case .currency: "bad-currency"
        case .email: "bad-email"
        case .webAddress, .applyAddress: "bad-url"
        case .period: "bad-duration"
        }
    }

    /// What the text should have been.
    var name: String {
        switch self {
        case .id: "an id"
        case .language: "a language tag"
        case .country: "a country code of ISO 3166-1"
        case .region: "a region to work from"
        case .currency: "a currency code of ISO 4217"
        case .email: "an e-mail address"
        case .webAddress, .applyAddress: "a web address"
        case .period: "a period of ISO 8601"
        }
    }

    /// What to do about a text that has not this form; nil when it has.
    func fault(in text: String) -> String? {
        switch self {
        case .id:
            text.wholeMatch(of: /[a-z0-9]([a-z0-9-]{0,98}[a-z0-9])?/) == nil
                ? "Use lowercase letters a to z, digits and hyphens inside, at most 100." : nil
        case .language:
            text.wholeMatch(of: /[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-[a-z0-9]{5,8})*/) == nil
                ? "Use a tag such as de, de-AT or zh-Hant." : nil
        case .country: Countries.codes.contains(text) ? nil : Self.codeHint(text, among: Countries.codes, example: "DE")
        case .region: Self.isRegion(text) ? nil : "Use a country such as DE, a part of one such as US-CA, or worldwide."
        case .currency:
            Currencies.codes.contains(text) ? nil : Self.codeHint(text, among: Currencies.codes, example: "EUR")
        case .email:
            text.wholeMatch(of: /[^\s@<>,;:"()]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,}/)
                == nil
                ? "Write one address such as jobs@employer.example." : nil
        case .webAddress: WebAddress.isValid(text) ? nil : "Write it out with https:// and the server's name."
        case .applyAddress:
            WebAddress.isValid(text) || WebAddress.isMail(text)
                ? nil : "Write it out with https:// and the server's name, or with mailto: and an address."
        case .period:
            text.wholeMatch(of: /P(?=[0-9])([0-9]{1,3}Y)?([0-9]{1,3}M)?([0-9]{1,3}W)?([0-9]{1,4}D)?/) == nil
                ? "Write P6M for six months, P2W for two weeks, P1Y for a year." : nil
        }
    }

    private static func isRegion(_ text: String) -> Bool {
        if text == "worldwide" { return true }
        let country = String(text.prefix { $0 != "-" })
        return Countries.codes.contains(country)
            && (text == country || text.wholeMatch(of: /[A-Z]{2}-[A-Z0-9]{1,3}/) != nil)
    }

    private static func codeHint(_ text: String, among codes: Set<String>, example: String) -> String {
        let upper = text.uppercased()
        if codes.contains(upper) { return "Did you mean \"\(upper)\"?" }
        return "Use a code such as \(example), in capitals."
    }
}

/// Shapes of addresses on the web.
enum WebAddress {
    /// Whether a text is an absolute http or https address without user name.
    static func isValid(_ text: String) -> Bool {
        guard let match = text.wholeMatch(of: /[hH][tT][tT][pP][sS]?:\/\/([^\/?#]+)([\/?#].*)?/) else { return false }
        guard !text.contains(where: { $0.isWhitespace || "<>\"\\^`{|}".contains($0) }) else { return false }
        return match.1.wholeMatch(of: /(\[[0-9a-fA-F:.]+\]|[\p{L}\p{N}]([\p{L}\p{N}.-]*[\p{L}\p{N}])?)(:[0-9]{1,5})?/)
            != nil
            && !match.1.contains("..")
    }

    /// Whether a text is a mailto address.
    static func isMail(_ text: String) -> Bool {
        guard text.lowercased().hasPrefix("mailto:") else { return false }
        let address = text.dropFirst("mailto:".count).prefix { $0 != "?" }
        return Form.email.fault(in: String(address)) == nil && !text.contains(where: \.isWhitespace)
    }
}
