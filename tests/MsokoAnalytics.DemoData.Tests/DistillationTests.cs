using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MsokoAnalytics.DemoData.Calibration;
using MsokoAnalytics.DemoData.Tests.Distillation;
using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.DemoData.Tests;

/// <summary>The embedded calibration is what the reference gives, and the fitted task models meet their published targets.</summary>
public sealed class DistillationTests
{
    /// <summary>One work a line, Cyrillic as it is.</summary>
    private static string Json(CalibrationFile file)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            JsonSerializer.Serialize(writer, file, CalibrationJson.Default.CalibrationFile);
        return Encoding.UTF8.GetString(stream.ToArray()).Replace("},{", "},\n{", StringComparison.Ordinal) + "\n";
    }

    [SharedFact]
    public void Embedded_calibration_is_the_distilled_reference()
    {
        var distilled = Distiller.Distil();
        if (Environment.GetEnvironmentVariable("MSOKO_DISTILL_TO") is { Length: > 0 } path)
            File.WriteAllText(path, Json(distilled));
        var embedded = CalibrationFile.Load();
        Assert.Equal(distilled.Works.Count, embedded.Works.Count);
        foreach (var (want, have) in distilled.Works.Zip(embedded.Works))
        {
            Assert.Equal((want.Profile, want.Grade, want.Subject, want.Max), (have.Profile, have.Grade, have.Subject, have.Max));
            Assert.Equal(want.Min, have.Min);
            Assert.Equal(want.Histogram, have.Histogram);
            Assert.Equal(want.Journal, have.Journal);
            Assert.Equal(want.TaskLabels, have.TaskLabels);
            Assert.Equal(want.TaskPct, have.TaskPct);
            // The fit is iterative floating point: the last digit may differ between processors.
            Assert.All(want.TaskEase.Zip(have.TaskEase), p => Assert.Equal(p.First, p.Second, 0.001));
            Assert.All(want.TaskSlope.Zip(have.TaskSlope), p => Assert.Equal(p.First, p.Second, 0.001));
        }
    }
}
