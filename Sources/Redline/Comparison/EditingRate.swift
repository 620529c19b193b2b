/// How fast a person edited.
public enum EditingRate {
    /// Edited fields a minute, 0 where no time was taken.
    ///
    /// Section "Editing" of the definitions.
    public static func editsPerMinute(_ fieldsEdited: Int, seconds: Double) -> Double {
        seconds > 0 ? Double(fieldsEdited) / (seconds / 60) : 0
    }
}
