using System.Text.Json;
using System.Text.Json.Serialization;

namespace MsokoAnalytics.DemoData.Calibration;

/// <summary>The embedded <c>calibration.json</c>: shares and rates of real works, no counts of pupils and no rows.</summary>
internal sealed record CalibrationFile
{
    /// <summary>Where the figures come from.</summary>
    public required string Source { get; init; }

    public required IReadOnlyList<CalibrationWork> Works { get; init; }

    public static CalibrationFile Load()
    {
        using var stream = typeof(CalibrationFile).Assembly.GetManifestResourceStream("MsokoAnalytics.DemoData.calibration.json")
            ?? throw new InvalidOperationException("The resource calibration.json is missing from the assembly.");
        return Parse(stream);
    }

    public static CalibrationFile Parse(Stream stream) =>
        JsonSerializer.Deserialize(stream, CalibrationJson.Default.CalibrationFile)
        ?? throw new InvalidOperationException("calibration.json is empty.");
}

/// <summary>The profile of one work in one wave. Arrays named after tasks have one element per score column.</summary>
internal sealed record CalibrationWork
{
    /// <summary>2020 = autumn wave, 2021 = spring wave, 2026 = after the redesign of 2025.</summary>
    public required int Profile { get; init; }

    /// <summary>Content grade.</summary>
    public required int Grade { get; init; }

    public required string Subject { get; init; }

    /// <summary><c>measured</c>: everything from pupil data of a region; <c>derived</c>: histogram and journal table built from published marks only.</summary>
    public required string Status { get; init; }

    public required int Max { get; init; }

    /// <summary>Lowest primary scores of «3», «4», «5».</summary>
    public required IReadOnlyList<int> Min { get; init; }

    /// <summary>Writers in the source region, rounded to hundreds.</summary>
    public required int Participants { get; init; }

    /// <summary>Percent of listed pupils without a usable total.</summary>
    public required double AbsentPct { get; init; }

    /// <summary>Intraclass correlation of the primary score by school.</summary>
    public required double Icc { get; init; }

    /// <summary>Share of each primary score 0…max, per 100 000 writers.</summary>
    public required IReadOnlyList<int> Histogram { get; init; }

    /// <summary>For each ВПР mark 2…5: shares of journal marks 2…5, per 10 000.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Journal { get; init; }

    /// <summary>«1», «3.2», «1К2».</summary>
    public required IReadOnlyList<string> TaskLabels { get; init; }

    public required IReadOnlyList<int> TaskMax { get; init; }

    /// <summary>Mean in percent of the task's maximum.</summary>
    public required IReadOnlyList<double> TaskPct { get; init; }

    /// <summary>Percent of writers with X.</summary>
    public required IReadOnlyList<double> TaskXPct { get; init; }

    /// <summary>Correlation with the total.</summary>
    public required IReadOnlyList<double> TaskR { get; init; }

    /// <summary>Fitted easiness of <see cref="TaskModel"/>.</summary>
    public required IReadOnlyList<double> TaskEase { get; init; }

    /// <summary>Fitted slope of <see cref="TaskModel"/>.</summary>
    public required IReadOnlyList<double> TaskSlope { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CalibrationFile))]
internal sealed partial class CalibrationJson : JsonSerializerContext;
