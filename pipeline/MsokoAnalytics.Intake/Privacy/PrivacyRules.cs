using MsokoAnalytics.Intake.Layouts;

namespace MsokoAnalytics.Intake.Privacy;

/// <summary>The file <c>sources/privacy.yml</c> as it is written; its comments say what each list means.</summary>
internal sealed class PrivacyRules
{
    public static PrivacyRules Load(string root) => LayoutLibrary.Deserializer.Deserialize<PrivacyRules>(File.ReadAllText(Path.Combine(root, "privacy.yml")));

    public List<string> Columns { get; set; } = [];

    public List<string> Texts { get; set; } = [];

    public List<string> Labels { get; set; } = [];

    public List<string> Codes { get; set; } = [];

    public string Replacement { get; set; } = "";

    public Dictionary<string, Shape> Shapes { get; set; } = [];

    /// <summary>Type of a simple table's column → shape.</summary>
    public Dictionary<string, string> Types { get; set; } = [];

    /// <summary>System of school codes → shape.</summary>
    public Dictionary<string, string> Systems { get; set; } = [];

    /// <summary>Field of a mapped table → shape.</summary>
    public Dictionary<string, string> Fields { get; set; } = [];

    public List<Lookalike> Lookalikes { get; set; } = [];

    /// <summary>See <see cref="CellShape"/>.</summary>
    internal sealed class Shape
    {
        public string? Pattern { get; set; }

        public string? Check { get; set; }

        public bool Rejects { get; set; }

        public bool Words { get; set; }

        public bool Redact { get; set; }
    }

    /// <summary>What a cell as a whole may look like, and where that is told.</summary>
    internal sealed class Lookalike
    {
        public string Name { get; set; } = "";

        public string Pattern { get; set; } = "";

        public string? Check { get; set; }

        public bool Texts { get; set; }

        public bool Unread { get; set; }

        public bool Words { get; set; }
    }
}
