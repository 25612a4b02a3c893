export {
  otherSquad,
  tinyCompany,
  tinyDependency,
  tinyFacts,
  tinyJob,
  tinyNode,
  tinyReleases,
  tinySquad,
  tinyWebService,
  tinyWorker,
} from './tiny-company';
