import Foundation
import Gateway

extension Wait {
    /// When the next step is taken, as a sentence; nil when nothing is due by itself.
    var next: String? { until.map { "Next: \($0.formatted(.iso8601))." } }
}
