using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MsokoAnalytics.Analysis.Trends;

/// <summary>What is followed over the years, without the object: the same works, the same figure.</summary>
/// <param name="Source">work, exam or indicator.</param>
/// <param name="Procedure">ВПР, РКР, МКР, ОГЭ, ЕГЭ; of an indicator its family.</param>
/// <param name="Wave">Wave of the works; empty for indicators.</param>
/// <param name="Subject">Subject code; empty for indicators.</param>
/// <param name="Level">base, advanced, profile; of an indicator its level of education.</param>
/// <param name="Grade">Grade of the programme; 0 for indicators.</param>
/// <param name="Measure">Measure, or code of the indicator.</param>
public sealed record TrendTopic(string Source, string Procedure, string Wave, string Subject, string Level, int Grade, string Measure);

/// <summary>One year of a series.</summary>
/// <param name="Year">Calendar year.</param>
/// <param name="Value">Value in the unit of the measure.</param>
/// <param name="Se">Its standard error; NaN where there is none (percentiles).</param>
/// <param name="N">Pupils behind it.</param>
/// <param name="Segment">Years of different segments must not be compared in this measure (the 2025 break, another maximum); equal where they may.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TrendPoint(int Year, double Value, double Se, int N, string Segment);

/// <summary>A measure of one object over the years.</summary>
/// <param name="Topic">What is followed.</param>
/// <param name="Scope">region, municipality or school.</param>
/// <param name="ScopeId">Key of the object.</param>
/// <param name="MunicipalityId">Municipality in the last year; null above it.</param>
/// <param name="Points">By year, years distinct.</param>
public sealed record TrendSeries(TrendTopic Topic, string Scope, string ScopeId, string? MunicipalityId, IReadOnlyList<TrendPoint> Points)
{
    /// <summary>
    /// The years a trend may use: comparable with the last one and not more than <see cref="TrendRule.MaxYears"/> − 1 before it; null when they are too few.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal TrendSeries? Window(TrendRule rule)
    {
        var last = Points[^1];
        var kept = 0;
        for (var i = 0; i < Points.Count; i++)
            if (MayUse(Points[i])) kept++;
        if (kept < rule.MinYears) return null;
        if (kept == Points.Count) return this;
        var points = new TrendPoint[kept];
        for (var i = Points.Count - 1; i >= 0; i--)
            if (MayUse(Points[i])) points[--kept] = Points[i];
        return this with { Points = points };

        bool MayUse(TrendPoint point) => point.Segment == last.Segment && last.Year - point.Year < rule.MaxYears;
    }
}
