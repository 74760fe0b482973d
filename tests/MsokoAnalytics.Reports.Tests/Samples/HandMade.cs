using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;

namespace MsokoAnalytics.Reports.Tests.Samples;

/// <summary>A municipality written by hand, row by row, for expectations that can be worked out on paper.</summary>
internal sealed class HandMade
{
    internal static readonly WaveKey Spring2021 = new(2021, WaveKey.Spring);
    internal static readonly ScopeRef Municipality = new(Scopes.Municipality, "99_m001");
    internal static readonly ScopeRef Region = new(Scopes.Region, "99");

    private readonly List<SchoolRow> _schools = [];
    private readonly List<WorkRow> _works = [];
    private readonly List<ResultRow> _results = [];
    private readonly List<JournalRow> _journal = [];
    private readonly List<ScoreRow> _scores = [];
    private readonly List<TaskRow> _tasks = [];

    internal HandMade School(string id, string name)
    {
        _schools.Add(new SchoolRow { SchoolId = id, Name = name });
        return this;
    }

    internal WorkRow Work(WaveKey wave, int grade, string subject, string name, string level = "base", string? scaleStatus = "official")
    {
        var autumn = wave.Wave == WaveKey.Autumn;
        var work = new WorkRow
        {
            WorkId = $"ВПР-{wave}-{grade:00}-{subject}-{level}", Year = wave.Year, Wave = wave.Wave, AcademicYear = autumn ? $"{wave.Year}/{(wave.Year + 1) % 100:00}" : $"{wave.Year - 1}/{wave.Year % 100:00}",
            Grade = grade, ActualGrade = autumn ? grade + 1 : grade, Subject = subject, SubjectName = name, Level = level, MaxScore = 20,
            Min3 = scaleStatus is null ? null : 7, Min4 = scaleStatus is null ? null : 11, Min5 = scaleStatus is null ? null : 15,
            ScaleStatus = scaleStatus ?? "нет", ScaleSource = scaleStatus is null ? null : "описание работы",
        };
        _works.Add(work);
        return work;
    }

    internal HandMade Result(WorkRow work, ScopeRef scope, int n2, int n3, int n4, int n5, int? enrolled = null, string markSource = "scale", double? mean = 10)
    {
        var writers = n2 + n3 + n4 + n5;
        _results.Add(new ResultRow
        {
            WorkId = work.WorkId, Scope = scope.Scope, ScopeId = scope.Id, Enrolled = enrolled, Writers = writers, Absent = enrolled - writers,
            MeanScore = mean, MeanPct = mean * 5, N2 = n2, N3 = n3, N4 = n4, N5 = n5, MarkSource = markSource,
        });
        return this;
    }

    internal HandMade Journal(WorkRow work, ScopeRef scope, int lowered, int confirmed, int raised, int? gap2 = 0)
    {
        _journal.Add(new JournalRow { WorkId = work.WorkId, Scope = scope.Scope, ScopeId = scope.Id, Lowered = lowered, Confirmed = confirmed, Raised = raised, Gap2 = gap2 });
        return this;
    }

    internal HandMade Scores(WorkRow work, ScopeRef scope, params int[] counts)
    {
        for (var score = 0; score < counts.Length; score++) _scores.Add(new ScoreRow { WorkId = work.WorkId, Scope = scope.Scope, ScopeId = scope.Id, Score = score, N = counts[score] });
        return this;
    }

    internal HandMade Task(WorkRow work, ScopeRef scope, int no, string label, double mean, int n, double? x = null)
    {
        _tasks.Add(new TaskRow { WorkId = work.WorkId, Scope = scope.Scope, ScopeId = scope.Id, TaskNo = no, Task = label, TaskMax = 2, MeanPct = mean, XPct = x, N = n });
        return this;
    }

    internal static ScopeRef Of(string schoolId) => new(Scopes.School, schoolId);

    internal MunicipalityData Data() => new(
        new MunicipalityRow { MunicipalityId = "99_m001", RegionCode = "99", Name = "Тестовый район" }, _schools, _works, _results, _journal, _scores, _tasks);

    internal BuildContext MunicipalityContext(WaveKey? wave = null)
    {
        var data = Data();
        var key = wave ?? Spring2021;
        return new BuildContext(data, Municipality, key, BuildContext.Available(data, Municipality, key, [Comparison.Region(data), Comparison.Country]), ShowSmall: false);
    }

    internal BuildContext SchoolContext(string schoolId, WaveKey? wave = null)
    {
        var data = Data();
        var key = wave ?? Spring2021;
        return new BuildContext(data, Of(schoolId), key, BuildContext.Available(data, Of(schoolId), key, [Comparison.Municipality(data), Comparison.Region(data)]), ShowSmall: true);
    }
}
