import Documents
import Foundation

/// The languages that an account can be given.
enum LanguageTags {
    /// Refuses a tag whose language no list of languages has.
    ///
    /// - Throws: ``GatewayError`` with the nearest tag or the tag of the language that was written out.
    static func check(_ tags: [String]) throws(GatewayError) {
        for tag in tags where !isKnown(tag) { throw unknown(tag) }
    }

    private static func isKnown(_ tag: String) -> Bool {
        guard tag.wholeMatch(of: /[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*/) != nil else { return false }
        return codes.contains(tag.prefix { $0 != "-" }.lowercased())
    }

    private static func unknown(_ tag: String) -> GatewayError {
        let english = Locale(identifier: "en")
        let named = codes.first { english.localizedString(forLanguageCode: $0)?.lowercased() == tag.lowercased() }
        let near = named ?? Nearest.name(to: tag, among: codes.filter { $0.count == 2 })
        return GatewayError(
            code: "unknown-language",
            "\"\(tag)\" is no language tag.",
            remedy: (near.map { "Did you mean \"\($0)\"? " } ?? "") + "Write one as in a role, such as en, de or pt-BR."
        )
    }

    private static let codes = Locale.LanguageCode.isoLanguageCodes.map(\.identifier).filter { $0.count <= 3 }
}
