using MsokoAnalytics.DemoData.Dirt;
using MsokoAnalytics.DemoData.Randomness;
using MsokoAnalytics.DemoData.Tables;
using MsokoAnalytics.DemoData.Truth;
using MsokoAnalytics.DemoData.World;
using MsokoAnalytics.DemoData.Works;

namespace MsokoAnalytics.DemoData.Layouts;

/// <summary>Autumn 2020: machine names, forty task columns of which one holds the textbook.</summary>
internal sealed class Autumn2020File(Work work, TableWriter table, FileReport report) : PupilFile(work, table, report)
{
    private const int TaskColumns = 40;

    private int _id;

    internal override bool HasSexAfterJournal => true;

    public override void Begin(DirtSource dirt, IEnumerable<(School School, IReadOnlyList<ClassGroup> Classes)> classes)
    {
        BeginSheet("Лист1");
        string[] fixedColumns = ["groups", "user", "id", "code", "otc", "gender", "klass", "var-1", "var-2", "sum"];
        TextRow(RowClass.Header, [.. fixedColumns, .. Enumerable.Range(1, TaskColumns).Select(n => FormattableString.Invariant($"a-{n}-grade"))]);
    }

    internal override string ClassName(ClassGroup group) => group.Letter;

    protected override void WriteCells(PupilRow row)
    {
        var school = row.Unit.School;
        ref readonly var pupil = ref row.Pupil;
        Table.Text(school.Municipality.Code.Replace("_m", "_vpr_m", StringComparison.Ordinal));
        Table.Text(school.Login(Work.Plan.LoginPrefix));
        Table.Number(++_id);
        Table.Number(row.Code);
        row.WriteJournal();
        row.WriteSex();
        row.WriteClass();
        // Russian of the fourth grade was written on two days, so it has two variants.
        Table.Number(pupil.Absent ? null : pupil.Variant);
        Table.Number(pupil.Absent || Work is not { Grade: 4, Subject.Code: "РУ" } ? null : 3 - pupil.Variant);
        AbsentTotal.Write(Table, pupil);
        row.WriteTasks();
        Table.Text(pupil.Absent ? null : Textbook.Of(row.Unit, row.Class, Purpose.Textbook));
    }
}
