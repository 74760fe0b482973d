namespace MsokoAnalytics.Analysis.ValueAdded;

/// <summary>Value added of one school in one work, or in all works of a stage.</summary>
/// <param name="Work">The works; of a stage its transition and last year.</param>
/// <param name="Level">work or stage.</param>
/// <param name="WorkFrom">Key of the earlier work.</param>
/// <param name="SchoolId">Key of the school.</param>
/// <param name="MunicipalityId">Its municipality.</param>
/// <param name="NFrom">Results before.</param>
/// <param name="NTo">Results after.</param>
/// <param name="Works">Later works.</param>
public sealed record ValueAddedRow(WorkPair Work, string Level, string WorkFrom, string SchoolId, string? MunicipalityId, int NFrom, int NTo, int Works)
{
    public double From { get; init; }

    public double To { get; init; }

    /// <summary>Place after minus what was expected.</summary>
    public double Raw { get; init; }

    /// <summary>Standard error of <see cref="Raw"/> about a school of no effect.</summary>
    public double RawError { get; init; }

    /// <summary>Predicted effect.</summary>
    public double Value { get; init; }

    /// <summary>Its standard error.</summary>
    public double Error { get; init; }

    public double Reliability { get; init; }

    public bool HasContext { get; init; }

    /// <summary>NaN where not tested.</summary>
    public double P { get; init; } = double.NaN;

    public double Q { get; init; } = double.NaN;

    public int Tests { get; init; }

    public string Verdict(ValueAddedRule rule) =>
        double.IsNaN(P) ? "мало учеников" : Q > rule.Fdr ? "как ожидалось" : Raw > 0 ? "выше ожидаемого" : "ниже ожидаемого";
}

/// <summary>The model of one work.</summary>
/// <param name="Work">The works.</param>
/// <param name="Schools">Schools with both works.</param>
/// <param name="Pupils">Pupils of the later work.</param>
/// <param name="Reason">Russian; null where there is a model.</param>
public sealed record ValueAddedModelRow(WorkPair Work, int Schools, int Pupils, string? Reason)
{
    public double Intercept { get; init; } = double.NaN;

    public double Slope { get; init; } = double.NaN;

    public double SlopeError { get; init; } = double.NaN;

    public double Between { get; init; } = double.NaN;

    public double Within { get; init; } = double.NaN;

    public double Intraclass { get; init; } = double.NaN;

    public double Explained { get; init; } = double.NaN;

    /// <summary>Features of the context in the model.</summary>
    public IReadOnlyList<int> Context { get; init; } = [];
}
