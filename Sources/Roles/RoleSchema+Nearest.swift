import Documents

extension RoleSchema {
    /// The path that a mistyped one was probably meant to be, or nil when none is near.
    public static func nearest(to path: String) -> String? {
        if let near = Nearest.name(to: path, among: fields.map(\.path)) { return near }
        // A wrong step deep down, or the last step alone, still tells what was meant.
        let last = path.split(separator: ".").last.map(String.init) ?? path
        let ends = fields.filter { $0.path.split(separator: ".").last.map(String.init) == last }
        return ends.count == 1 ? ends[0].path : nil
    }
}
