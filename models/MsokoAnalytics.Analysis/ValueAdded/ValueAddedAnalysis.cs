using MsokoAnalytics.Models;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Analysis.ValueAdded;

/// <summary>marts.mart_value_added.</summary>
internal sealed class ValueAddedAnalysis(ValueAddedOnce once) : IModelAnalysis
{
    private const double Z = 1.959963984540054;

    public string Name => "value-added-1";

    public void Fill(AnalysisTask task)
    {
        var (cohorts, rule, _) = CohortReader.Read(task);
        if (rule is null) return;
        using var writer = new RowWriter(task.Connection, task.Schema, task.Table);
        foreach (var row in once.Of(cohorts, rule).Rows)
        {
            var work = row.Work;
            writer.Text(work.Transition).Text(row.Level).Text(work.Subject).Text(work.Level).Whole(work.GradeFrom).Whole(work.GradeTo).Whole(work.YearTo).Text(row.WorkFrom).Text(work.WorkTo)
                .Text(row.SchoolId).Text(row.MunicipalityId).Whole(row.NFrom).Whole(row.NTo).Whole(row.Works).Number(row.From).Number(row.To).Number(row.To - row.Raw).Number(row.Raw)
                .Number(row.Value).Number(row.Value - (Z * row.Error)).Number(row.Value + (Z * row.Error)).Number(row.Reliability)
                .Number(row.P).Number(row.Q).Whole(row.Tests == 0 ? null : row.Tests).Text(row.Verdict(rule)).Flag(row.HasContext).Text(rule.Version).End();
        }

        writer.Complete();
    }
}

/// <summary>marts.mart_value_added_model.</summary>
internal sealed class ValueAddedModelAnalysis(ValueAddedOnce once) : IModelAnalysis
{
    public string Name => "value-added-model-1";

    public void Fill(AnalysisTask task)
    {
        var (cohorts, rule, captions) = CohortReader.Read(task);
        if (rule is null) return;
        using var writer = new RowWriter(task.Connection, task.Schema, task.Table);
        foreach (var model in once.Of(cohorts, rule).Models)
        {
            var work = model.Work;
            writer.Text(work.Transition).Text(work.WorkTo).Text(work.Subject).Text(work.Level).Whole(work.GradeFrom).Whole(work.GradeTo).Whole(work.YearTo).Whole(model.Schools).Whole(model.Pupils)
                .Number(model.Intercept).Number(model.Slope).Number(model.SlopeError).Number(model.Between).Number(model.Within).Number(model.Intraclass).Number(model.Explained)
                .Text(string.Join("; ", model.Context.Select(v => captions[v]))).Text(model.Reason).Text(rule.Version).End();
        }

        writer.Complete();
    }
}
