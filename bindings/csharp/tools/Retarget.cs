using System;
using System.Linq;
using Mono.Cecil;

/// <summary>
/// Makes an assembly that was compiled against mono's mscorlib refer to netstandard instead.
/// Usage: retarget VERSION FROM TO
/// </summary>
internal static class Retarget
{
    private static void Main(string[] arguments)
    {
        using (AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(arguments[1]))
        {
            ModuleDefinition module = assembly.MainModule;
            AssemblyNameReference platform = module.AssemblyReferences.Single(name => name.Name == "mscorlib");
            foreach (CustomAttribute attribute in module.GetTypes().SelectMany(type => type.Fields)
                .SelectMany(field => field.CustomAttributes)
                .Where(attribute => attribute.AttributeType.Name == "FixedBufferAttribute"))
            {
                // A type stands there as text, with the platform's name. What has been read is written anew.
                attribute.ConstructorArguments.ToArray();
            }
            // mcs asks for a permission by a class that netstandard does not have.
            assembly.SecurityDeclarations.Clear();
            platform.Name = "netstandard";
            platform.Version = Version.Parse(arguments[0]);
            platform.PublicKeyToken = new byte[] { 0xcc, 0x7b, 0x13, 0xff, 0xcd, 0x2d, 0xdd, 0x51 };
            assembly.Write(arguments[2]);
        }
    }
}
