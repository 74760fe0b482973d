using MsokoAnalytics.DemoData.Dirt;
using MsokoAnalytics.DemoData.Simulation;
using MsokoAnalytics.DemoData.Tables;
using MsokoAnalytics.DemoData.Truth;
using MsokoAnalytics.DemoData.World;
using MsokoAnalytics.DemoData.Works;

namespace MsokoAnalytics.DemoData.Layouts;

/// <summary>
/// Ф1 «Индивидуальные результаты», from 2024 on: title rows, a row of difficulty levels, a group row before each municipality and
/// each school with the declared number of participants (those who wrote), classes as ordinals, marks given.
/// </summary>
internal sealed class Individual2024File(Work work, TableWriter table, FileReport report) : PupilFile(work, table, report)
{
    private string _municipality = "";
    private string _school = "";

    /// <summary>Sheet name of the report, «РУ 4 Индивидуальные результаты».</summary>
    public static string SheetName(Work work, string report) => FormattableString.Invariant($"{work.Subject.Code} {work.Grade} {report}");

    protected override bool WritesClassLetters => false;

    public override void Begin(DirtSource dirt, IEnumerable<(School School, IReadOnlyList<ClassGroup> Classes)> classes)
    {
        BeginSheet(SheetName(Work, "Индивидуальные результаты"));
        OfficialTitle.Write(Table, Report.Sheet, "Индивидуальные результаты", Work);
        var profile = Work.Profile.Data;
        TextRow(RowClass.Title, [null, null, "Уровень сложности задания", null, null, null, .. Work.Profile.Difficulty]);
        var total = dirt.WithNoBreakSpace("Первичный балл", DirtRates.NoBreakSpaceInHeader, out var changed);
        TextRow(RowClass.Header,
        [
            "ОО", "Муниципалитет", "Название ОО", "Код участника", "Класс", "Вариант",
            .. Enumerable.Range(0, profile.TaskMax.Count).Select(j => TaskHeaders.Individual(profile, j)),
            total, "Отметка", "Отметка по журналу",
        ]);
        if (changed) Report.Dirt.Add(new PlantedDirt(Table.Sheet, Table.Row, 7 + profile.TaskMax.Count, DirtKind.NoBreakSpace, total, "Первичный балл"));
    }

    public override void BeginMunicipality(Municipality municipality, int writers)
    {
        if (writers > 0) TextRow(RowClass.Group, $"{municipality.Name}({municipality.Code})", $"Кол-во участников: {Invariant(writers)}");
    }

    internal override string ClassName(ClassGroup group) => Invariant(group.Ordinal);

    protected override void BeginSchool(Unit unit, DirtSource dirt)
    {
        var school = unit.School;
        var login = school.Login(Work.Plan.LoginPrefix);
        var name = dirt.WithNoBreakSpace(school.Name(Work.Plan.Year), DirtRates.NoBreakSpaceInName, out var changed);
        _municipality = $"{school.Municipality.Name}({school.Municipality.Code})";
        _school = $"{name}({login})";
        var writers = unit.Writers;
        var wrong = dirt.Chance(DirtRates.DeclaredCount);
        var declared = wrong ? writers + 1 + dirt.Int(2) : writers;
        TextRow(RowClass.Group, _school, $"Кол-во участников: {Invariant(declared)}");
        if (wrong) Report.Dirt.Add(new PlantedDirt(Table.Sheet, Table.Row, 2, DirtKind.DeclaredCount, Invariant(declared), Invariant(writers)));
        if (changed) Report.Dirt.Add(new PlantedDirt(Table.Sheet, Table.Row, 1, DirtKind.NoBreakSpace, _school, _school.Replace('\u00A0', ' ')));
    }

    protected override void WriteCells(PupilRow row)
    {
        ref readonly var pupil = ref row.Pupil;
        Table.Text(row.Unit.School.Login(Work.Plan.LoginPrefix));
        Table.Text(_municipality);
        Table.Text(_school);
        Table.Number(row.Code);
        Table.Number(row.Class.Ordinal);
        if (pupil.Absent) Table.Text("отсутствовал");
        else Table.Number(pupil.Variant);
        row.WriteTasks();
        Table.Number(pupil.Absent ? null : pupil.Score);
        Table.Number(pupil.Absent ? null : pupil.Mark);
        row.WriteJournal();
    }
}
