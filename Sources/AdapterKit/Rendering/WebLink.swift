/// Adds to web addresses without touching what is there.
enum WebLink {
    /// The address with query parameters added; those it already has stay, and no name is given twice.
    static func adding(_ pairs: [(String, String)], to address: String) -> String {
        guard address.lowercased().hasPrefix("http") else { return address }
        let parts = address.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        var result = String(parts[0])
        let query = result.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).dropFirst().first ?? ""
        let present = Set(query.split(separator: "&").map { String($0.prefix { $0 != "=" }) })
        for (name, text) in pairs {
            let name = FormText.percentEncoded(name)
            guard !present.contains(name) else { continue }
            if !result.contains("?") {
                result += "?"
            } else if !result.hasSuffix("?"), !result.hasSuffix("&") {
                result += "&"
            }
            result += "\(name)=\(FormText.percentEncoded(text))"
        }
        return parts.count > 1 ? "\(result)#\(parts[1])" : result
    }
}
