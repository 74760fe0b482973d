using System.Globalization;
using MsokoAnalytics.DemoData.Dirt;
using MsokoAnalytics.DemoData.Randomness;
using MsokoAnalytics.DemoData.Simulation;
using MsokoAnalytics.DemoData.Tables;
using MsokoAnalytics.DemoData.Truth;
using MsokoAnalytics.DemoData.World;
using MsokoAnalytics.DemoData.Works;

namespace MsokoAnalytics.DemoData.Layouts;

/// <summary>2022: sheets «Классы» (its columns are an assumption: only the name is known) and «Протокол»; code and name in one cell.</summary>
internal sealed class Protocol2022File(Work work, TableWriter table, FileReport report) : PupilFile(work, table, report)
{
    private string _region = "";
    private string _municipality = "";
    private string _school = "";
    private string _uploaded = "";
    private bool _schoolHasNoBreakSpace;

    public override void Begin(DirtSource dirt, IEnumerable<(School School, IReadOnlyList<ClassGroup> Classes)> classes)
    {
        // CSV has one sheet: the protocol.
        if (!Table.SingleSheet)
        {
            BeginSheet("Классы");
            TextRow(RowClass.Header, "Пользователь", "Школа", "Наименование класса", "Количество обучающихся");
            foreach (var (school, groups) in classes)
                foreach (var group in groups)
                    WriteClassRow(school, group, dirt);
        }

        BeginSheet("Протокол");
        var profile = Work.Profile.Data;
        TextRow(RowClass.Header,
        [
            "Пользователь", "Код региона", "Регион", "Муниципалитет", "Школа", "Дата загрузки", "Код", "Вариант",
            .. Enumerable.Range(0, profile.TaskMax.Count).Select(j => TaskHeaders.Protocol(profile, j)),
            "Наименование класса", "Пол", "Отметка за предыдущий триместр/ четверть/полугодие", "Итого баллов",
        ]);
    }

    internal override string ClassName(ClassGroup group) => FormattableString.Invariant($"{Work.GradePlan.ActualGrade}{group.Letter}");

    protected override void BeginSchool(Unit unit, DirtSource dirt)
    {
        var school = unit.School;
        var login = school.Login(Work.Plan.LoginPrefix);
        _region = $"reg{school.Digits[..2]}0000 | {Names.Region}";
        _municipality = $"{school.Municipality.Code} | {school.Municipality.Name}";
        var name = dirt.WithNoBreakSpace(school.Name(Work.Plan.Year), DirtRates.NoBreakSpaceInName, out _schoolHasNoBreakSpace);
        _school = $"{login} | {name}";
        var random = new KeyedRandom(KeyedRandom.Key(school.Key, Purpose.UploadTime, Work.Number));
        var time = Work.Day.ToDateTime(new TimeOnly(8, 0)).AddDays(random.NextInt(3)).AddSeconds(random.NextInt(9 * 3600));
        _uploaded = time.ToString("dd.MM.yyyy HH:mm:ss", CultureInfo.InvariantCulture);
    }

    protected override void WriteCells(PupilRow row)
    {
        ref readonly var pupil = ref row.Pupil;
        Table.Text(row.Unit.School.Login(Work.Plan.LoginPrefix));
        Table.Text(row.Unit.School.Digits[..2]);
        Table.Text(_region);
        Table.Text(_municipality);
        Table.Text(_school);
        if (_schoolHasNoBreakSpace) Note(DirtKind.NoBreakSpace, _school, _school.Replace('\u00A0', ' '));
        Table.Text(_uploaded);
        Table.Number(row.Code);
        if (pupil.Absent) Table.Text("отсутствовал");
        else Table.Number(pupil.Variant);
        row.WriteTasks();
        row.WriteClass();
        row.WriteSex();
        row.WriteJournal();
        Table.Number(pupil.Absent ? 0 : pupil.Score);
    }

    private void WriteClassRow(School school, ClassGroup group, DirtSource dirt)
    {
        var login = school.Login(Work.Plan.LoginPrefix);
        var declared = group.Size;
        var wrong = dirt.Chance(DirtRates.DeclaredCount);
        if (wrong) declared += 1 + dirt.Int(2);
        Table.BeginRow();
        Table.Texts(login, $"{login} | {school.Name(Work.Plan.Year)}", ClassName(group));
        Table.Number(declared);
        Table.EndRow();
        Report.Sheet.Add(RowClass.Service);
        if (wrong) Note(DirtKind.DeclaredCount, Invariant(declared), Invariant(group.Size));
    }
}
