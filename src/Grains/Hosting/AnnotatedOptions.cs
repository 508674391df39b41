using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Diten.Grains.Hosting;

/// <summary>Validates options by their own attributes and <see cref="IValidatableObject"/>; the messages name the options and the range.</summary>
internal sealed class AnnotatedOptions<T> : IValidateOptions<T>
    where T : class
{
    public ValidateOptionsResult Validate(string? name, T options)
    {
        var results = new List<ValidationResult>();
        return Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(results.Select(r => $"{typeof(T).Name}: {r.ErrorMessage}"));
    }
}
