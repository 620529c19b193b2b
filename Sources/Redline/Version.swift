/// The version of redline.
public let redlineVersion = "0.1.0"
