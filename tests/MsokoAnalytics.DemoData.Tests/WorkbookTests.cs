using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Xunit;

namespace MsokoAnalytics.DemoData.Tests;

/// <summary>The workbooks are valid by Microsoft's own library, which the generator does not use.</summary>
[Collection(DemoWorldTests.Name)]
public sealed class WorkbookTests(DemoWorld world)
{
    [Fact]
    public void Workbooks_of_every_layout_are_valid()
    {
        var files = world.Truth("files.csv").Rows.Where(f => f["format"] == "xlsx" && f["layout"].Length > 0 && f["expected"] == "loaded").DistinctBy(f => f["layout"]).ToList();
        Assert.Equal(13, files.Count);
        foreach (var file in files)
        {
            using var document = SpreadsheetDocument.Open(world.DataPath(file["file"]), isEditable: false);
            Assert.Empty(new OpenXmlValidator().Validate(document).Select(e => $"{file["file"]}: {e.Path?.XPath} {e.Description}"));
        }
    }
}
