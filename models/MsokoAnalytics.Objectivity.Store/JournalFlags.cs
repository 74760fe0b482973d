using System.Data.Common;
using System.Globalization;
using Dapper;
using MsokoAnalytics.Objectivity.Explanations;

namespace MsokoAnalytics.Objectivity.Store;

/// <summary>
/// Flags of direction «журнал»: current marks above what classes with the same results of the other ВПР have, by more than the usual spread
/// (<c>marts.mart_journal_leniency</c>). They say nothing of the ВПР itself and never mix with its lists. A class whose marks all agree is no flag.
/// </summary>
internal sealed class JournalFlags(DbConnection connection, string runId, string modelVersion)
{
    /// <summary>Value of <c>anomaly.flags.direction</c>.</summary>
    internal const string Direction = "журнал";

    private static readonly ExplanationTexts Texts = ExplanationTexts.Default;
    private static readonly CultureInfo Russian = CultureInfo.GetCultureInfo("ru-RU");

    /// <returns>Number of flags; 0 where the mart is not built.</returns>
    public int Write()
    {
        if (!WarehouseInputs.HasTable(connection, "marts", "mart_journal_leniency")) return 0;
        var flags = connection.Query<Row>(WarehouseInputs.Resource("JournalFlags.sql"), new { attention = ObjectivityRun.AttentionList }).Select(Flag).ToArray();
        FlagTable.Append(connection, flags, modelVersion, runId);
        return flags.Length;
    }

    private static FlagRow Flag(Row row)
    {
        var (text, against) = Explain(row);
        var work = row.WorkId.Length == 0 ? null : row.WorkId;
        return new FlagRow
        {
            Id = row.ClassId is not null ? $"journal_class:{work}:{row.ClassId}" : work is not null ? $"journal_school_work:{work}:{row.SchoolId}" : $"journal_school_year:{row.Year}:{row.SchoolId}",
            Level = row.ClassId is not null ? "класс × работа" : work is not null ? "школа × работа" : "школа × год",
            WorkId = work,
            AcademicYear = row.AcademicYear,
            SchoolId = row.SchoolId,
            ClassId = row.ClassId,
            Direction = Direction,
            Mechanism = Texts.Fill("mechanism.inflate"),
            Posterior = row.Probability,
            QValue = row.Q,
            N = row.N,
            EffectMarks = row.Leniency,
            Persistence = row.NProbable,
            RuleVersion = row.RuleVersion,
            Text = text,
            Against = against,
        };
    }

    private static (string Text, string Against) Explain(Row row)
    {
        var lines = new List<string>
        {
            row.ClassId is not null
                ? Texts.Fill("journal.class", ("school", row.SchoolName), ("class", ClassName(row)), ("subject", row.SubjectName!), ("year", Whole(row.Year)))
                : row.WorkId.Length > 0
                    ? Texts.Fill("journal.work", ("school", row.SchoolName), ("subject", row.SubjectName!), ("grade", Whole(row.ActualGrade!.Value)), ("year", Whole(row.Year)))
                    : Texts.Fill("journal.year", ("school", row.SchoolName), ("year", Whole(row.Year))),
            Texts.Fill("journal.seen", ("mean", Mark(row.JournalMean)), ("expected", Mark(row.ExpectedJournal)), ("n", Whole(row.N)),
                ("leniency", Signed(row.Leniency)), ("low", Signed(row.LeniencyLo)), ("high", Signed(row.LeniencyHi))),
            Texts.Fill("journal.expected", ("objects", row.ClassId is null ? "школами" : "классами"), ("spread", Mark(row.Spread)), ("level", Mark(row.FlagLevel)),
                ("p", ExplanationWriter.Percent(row.Probability)), ("q", ExplanationWriter.Percent(row.Q))),
        };
        if (row.ProbableYears is { } years) lines.Add(Texts.Fill("journal.years", ("years", years)));
        if (row.HasWorkFlag) lines.Add(Texts.Fill("journal.both"));
        var more = (row.UsualYears is { } usual ? Texts.Fill("journal.against.years", ("n", usual)) : "")
            + (row is { NBoth: > 0, NConfirmed: { } confirmed } ? Texts.Fill("journal.against.confirmed", ("confirmed", Whole(confirmed)), ("both", Whole(row.NBoth.Value))) : "");
        var against = Texts.Fill("journal.against", ("more", more));
        lines.Add(against);
        lines.Add(Texts.Fill("journal.action"));
        return (string.Join('\n', lines), against);
    }

    private static string ClassName(Row row) => row.ClassLabel is { } label ? $"{Whole(row.ActualGrade!.Value)}{label}" : $"{Whole(row.ActualGrade!.Value)} класс";

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Mark(double value) => value.ToString("0.00", Russian);

    private static string Signed(double value) => value.ToString("+0.00;−0.00;0.00", Russian);

    /// <summary>A row of JournalFlags.sql.</summary>
    private sealed record Row
    {
        public required string WorkId { get; init; }

        public required string AcademicYear { get; init; }

        public required int Year { get; init; }

        public required string SchoolId { get; init; }

        public required string SchoolName { get; init; }

        public string? ClassId { get; init; }

        public string? ClassLabel { get; init; }

        public string? SubjectName { get; init; }

        public int? ActualGrade { get; init; }

        public required int N { get; init; }

        public required double JournalMean { get; init; }

        public required double ExpectedJournal { get; init; }

        public required double Leniency { get; init; }

        public required double LeniencyLo { get; init; }

        public required double LeniencyHi { get; init; }

        public required double Spread { get; init; }

        public required double FlagLevel { get; init; }

        public required double Probability { get; init; }

        public required double Q { get; init; }

        public required string RuleVersion { get; init; }

        public required int NProbable { get; init; }

        public string? ProbableYears { get; init; }

        public string? UsualYears { get; init; }

        public int? NBoth { get; init; }

        public int? NConfirmed { get; init; }

        public bool HasWorkFlag { get; init; }
    }
}
