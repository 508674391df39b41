namespace Diten.Architecture.Tests;

/// <summary>docs/equations.md, the marks in the sources, the members and the tests tell the same story.</summary>
public sealed class EquationsTableTests
{
    [Fact]
    public void Every_equation_of_the_paper_has_exactly_one_row()
    {
        var expected = Enumerable.Range(1, 38).Select(n => $"{n}").Concat(["Alg. 1", "Alg. 2", "Alg. 2, training"]);
        Assert.Equal(expected, EquationsTable.Rows.Select(r => r.Name), StringComparer.Ordinal);
    }

    [Fact]
    public void Every_row_names_members_and_tests_or_says_not_yet() =>
        Assert.DoesNotContain(EquationsTable.Rows, r => r.NotYet == (r.Members.Length > 0) || r.NotYet == (r.Tests.Length > 0));

    [Fact]
    public void Every_named_member_exists_and_carries_the_mark()
    {
        var wrong = new List<string>();
        foreach (var row in EquationsTable.Rows)
        {
            foreach (var member in row.Members)
            {
                var documented = EquationsTable.Documentation.Where(d => d.Key.EndsWith("." + member, StringComparison.Ordinal)).SelectMany(d => d).ToArray();
                if (documented.Length == 0) wrong.Add($"{row.Name}: there is no documented member {member} in Diten.Core or Diten.Learning");
                else if (!documented.Any(text => text.Contains(row.Mark, StringComparison.Ordinal))) wrong.Add($"{row.Name}: the documentation of {member} lacks {row.Mark}");
            }
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_mark_in_the_sources_has_a_row_that_is_done()
    {
        var done = EquationsTable.Rows.Where(r => !r.NotYet).Select(r => r.Mark).ToHashSet(StringComparer.Ordinal);
        var marks = EquationsTable.Marks().ToArray();
        Assert.NotEmpty(marks);
        Assert.Empty(marks.Where(m => !done.Contains(m.Mark)).Select(m => $"{m.File} marks {m.Mark}, which has no row or is not yet done"));
    }

    [Fact]
    public void Every_named_test_exists()
    {
        var sources = Repository.Files("tests", "*.cs").Select(File.ReadAllText).ToArray();
        var missing =
            from row in EquationsTable.Rows
            from test in row.Tests
            let parts = test.Split('.')
            where parts.Length != 2 || !sources.Any(s =>
                s.Contains($"class {parts[0]}\n", StringComparison.Ordinal) && s.Contains($" {parts[1]}(", StringComparison.Ordinal))
            select $"{row.Name}: {test}";
        Assert.Empty(missing);
    }
}
