const { planProgram, toTerraform } = require('@plinth/cloud-plan');

planProgram({ folder: __dirname, stack: 'live' }).then(
  (plan) => console.log(JSON.stringify({ plan, terraform: toTerraform(plan) })),
  (error) => {
    console.error(error);
    process.exitCode = 1;
  },
);
