using System.Globalization;
using Diten.Core.Network;
using Diten.Dashboard.Api;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;

namespace Diten.Dashboard.Pages;

/// <summary>A form is small; a large body is not a form.</summary>
internal sealed class FormLimit : IRequestSizeLimitMetadata
{
    public long? MaxRequestBodySize => 16 * 1024;
}

/// <summary>Takes the form for desired state, says what is wrong with it, or sends the browser back to the twin.</summary>
internal static class DesiredEndpoint
{
    public static async Task<IResult> Handle(string id, HttpContext context, ITwinNetwork network, IAntiforgery antiforgery)
    {
        if (!context.Request.HasFormContentType) return Problems.Of(StatusCodes.Status415UnsupportedMediaType, "Not a form", "Content-Type: must be a form's");
        var valid = await antiforgery.IsRequestValidAsync(context);
        if (await TwinDetails.LoadAsync(network, id, context.RequestAborted) is not { } model) return PageEndpoints.Missing("There is no twin of this id.");
        if (!valid) return Again(model, new DesiredForm(Error: "This form is too old to be trusted. Please send it again."), StatusCodes.Status400BadRequest);

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (reading, text, withdraw) = (form["reading"].ToString().Trim(), form["value"].ToString().Trim(), form.ContainsKey("withdraw"));
        double? value = null;
        if (!Readings.IsName(reading)) return Again(model, new DesiredForm(reading, text, $"Reading: must have 1 to {Readings.MaxName} of the characters A-Z a-z 0-9 _ . - and begin with a letter."));
        if (!withdraw)
        {
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
                return Again(model, new DesiredForm(reading, text, "Value: must be a finite number, with a point for decimals, as in 1.2e9."));
            value = number;
        }

        var result = await network.SetDesiredAsync(id, new Dictionary<string, double?>(StringComparer.Ordinal) { [reading] = value }, ifRevision: null, context.RequestAborted);
        if (result.Status is not (WriteStatus.Accepted or WriteStatus.Duplicate))
            return Again(model, new DesiredForm(reading, text, result.Error is { } error ? $"{result.Field ?? reading}: {error}" : $"The network answered: {result.Status}."));
        return new SeeOther($"/twins/{Uri.EscapeDataString(id)}#h-desired");
    }

    private static RazorComponentResult<TwinDetailPage> Again(TwinDetails model, DesiredForm form, int status = StatusCodes.Status422UnprocessableEntity) =>
        new(new Dictionary<string, object?>(StringComparer.Ordinal) { ["Model"] = model, ["Form"] = form }) { StatusCode = status };

    // 303: the browser fetches the page anew, and a reload does not send the form a second time.
    private sealed class SeeOther(string location) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = location;
            return Task.CompletedTask;
        }
    }
}
