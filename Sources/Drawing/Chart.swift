/// A picture of one or several panels with what they have in common.
public struct Chart: Equatable, Sendable {
  public var title: String
  /// A line below the title; none if empty.
  public var subtitle: String
  /// What the series are, in their order; not shown for fewer than two.
  public var legend: [String]
  /// In the order in which they are laid out.
  public var panels: [Panel]
  /// How panels are laid out.
  public var layout: Layout

  public enum Layout: Equatable, Sendable {
    /// Two beside each other; a single one alone.
    case pairs
    /// One below the other, each as wide as the picture.
    case stack
  }

  public init(
    title: String, subtitle: String = "", legend: [String] = [], panels: [Panel],
    layout: Layout = .pairs
  ) {
    self.title = title
    self.subtitle = subtitle
    self.legend = legend
    self.panels = panels
    self.layout = layout
  }
}

/// Two axes and what is drawn between them.
public struct Panel: Equatable, Sendable {
  public var title: String
  /// A few words at the other end of the title's line.
  public var caption: String
  /// From left to right.
  public var horizontal: Axis
  /// From the bottom up.
  public var vertical: Axis
  /// The first is drawn first.
  public var marks: [Mark]

  public init(
    title: String, caption: String = "", horizontal: Axis, vertical: Axis, marks: [Mark]
  ) {
    self.title = title
    self.caption = caption
    self.horizontal = horizontal
    self.vertical = vertical
    self.marks = marks
  }
}

/// A place in a panel, in the units of its axes.
public struct Point: Equatable, Sendable {
  /// From left to right.
  public var x: Double
  /// From the bottom up.
  public var y: Double

  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}

/// What is drawn in a panel. Points come in the order of their `x`; what lies outside of the axes is
/// cut off. A series is a place in the chart's legend and has one colour everywhere.
public enum Mark: Equatable, Sendable {
  /// From point to point.
  case line([Point], series: Int, stroke: Stroke = .solid)
  /// Through the highest of points that lie close together; alone in its panel, with what lies below.
  case area([Point], series: Int)
  /// A rectangle of colours that fills the panel.
  case raster(Raster)

  var isArea: Bool { if case .area = self { true } else { false } }

  /// How a line is drawn.
  public enum Stroke: Equatable, Sendable {
    case solid
    /// Thin, for what shall stand back.
    case faint
    case dashed
  }
}
