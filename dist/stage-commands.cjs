"use strict";var __create=Object.create;var __defProp=Object.defineProperty;var __getOwnPropDesc=Object.getOwnPropertyDescriptor;var __getOwnPropNames=Object.getOwnPropertyNames;var __getProtoOf=Object.getPrototypeOf,__hasOwnProp=Object.prototype.hasOwnProperty;var __esm=(fn,res,err)=>function(){if(err)throw err[0];try{return fn&&(res=(0,fn[__getOwnPropNames(fn)[0]])(fn=0)),res}catch(e){throw err=[e],e}};var __commonJS=(cb,mod)=>function(){try{return mod||(0,cb[__getOwnPropNames(cb)[0]])((mod={exports:{}}).exports,mod),mod.exports}catch(e){throw mod=0,e}};var __export=(target,all2)=>{for(var name in all2)__defProp(target,name,{get:all2[name],enumerable:!0})},__copyProps=(to,from2,except,desc)=>{if(from2&&typeof from2==
"object"||typeof from2=="function")for(let key of __getOwnPropNames(from2))!__hasOwnProp.call(to,key)&&key!==except&&__defProp(to,key,{get:()=>from2[key],enumerable:!(desc=
__getOwnPropDesc(from2,key))||desc.enumerable});return to};var __toESM=(mod,isNodeMode,target)=>(target=mod!=null?__create(__getProtoOf(mod)):{},__copyProps(isNodeMode||!mod||!mod.__esModule?__defProp(target,"default",{
value:mod,enumerable:!0}):target,mod)),__toCommonJS=mod=>__copyProps(__defProp({},"__esModule",{value:!0}),mod);var KubeError,FIELD_MANAGER,init_client=__esm({"src/kube/client.ts"(){"use strict";KubeError=class extends Error{code;status;ambiguous;constructor(code2,message,options={}){
super(message,{cause:options.cause}),this.name="KubeError",this.code=code2,this.status=options.status??null,this.ambiguous=options.ambiguous??!1}},FIELD_MANAGER=
"shiftgate"}});var RegistryError,MEDIA,init_registry=__esm({"src/image/registry/registry.ts"(){"use strict";RegistryError=class extends Error{kind;status;constructor(kind,message,facts={}){
super(message,facts.cause===void 0?void 0:{cause:facts.cause}),this.name="RegistryError",this.kind=kind,this.status=facts.status??null}},MEDIA={ociIndex:"applic\
ation/vnd.oci.image.index.v1+json",ociManifest:"application/vnd.oci.image.manifest.v1+json",ociConfig:"application/vnd.oci.image.config.v1+json",ociLayer:"appli\
cation/vnd.oci.image.layer.v1.tar",ociLayerGzip:"application/vnd.oci.image.layer.v1.tar+gzip",ociLayerZstd:"application/vnd.oci.image.layer.v1.tar+zstd",dockerList:"\
application/vnd.docker.distribution.manifest.list.v2+json",dockerManifest:"application/vnd.docker.distribution.manifest.v2+json",dockerConfig:"application/vnd.d\
ocker.container.image.v1+json",dockerLayerGzip:"application/vnd.docker.image.rootfs.diff.tar.gzip"}}});function messageOf(error){return error instanceof Error?error.message:String(error)}var CommandError,invalid,refused,init_errors=__esm({"src/process/errors.ts"(){
"use strict";CommandError=class extends Error{outcome;problems;constructor(outcome,problems,options){super(problems.map(p=>p.message).join(`
`),options),this.name="CommandError",this.outcome=outcome,this.problems=problems}},invalid=(...problems)=>new CommandError("invalid",problems),refused=(...problems)=>new CommandError(
"refused",problems)}});function parseDuration(text3){if(!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text3))return null;let total=0;for(let[,amount,,unit]of text3.matchAll(/(\d+(\.\d+)?)(ms|s|m|h|d)/g))
total+=Number(amount)*(UNITS[unit]??0);return total}function formatDuration(ms){if(ms<1e3)return`${Math.round(ms)}ms`;if(ms<1e4)return`${Math.round(ms/100)/10}s`;
let seconds=Math.round(ms/1e3);if(seconds<60)return`${seconds}s`;let parts=[],rest=seconds;for(let[unit,size]of[["d",86400],["h",3600],["m",60],["s",1]]){let amount=Math.
floor(rest/size);rest-=amount*size,amount>0&&parts.push(`${amount}${unit}`)}return parts.join(" ")}var UNITS,init_duration=__esm({"src/process/duration.ts"(){"u\
se strict";UNITS={ms:1,s:1e3,m:6e4,h:36e5,d:864e5}}});function suggest(word,candidates){if(word.length>60)return null;let plain4=normal(word),best2=null,bestDistance=Math.max(1,Math.floor(plain4.length/3))+1;for(let candidate of candidates){
let distance=editDistance(plain4,normal(candidate));distance<bestDistance&&(best2=candidate,bestDistance=distance)}return best2??longer(plain4,candidates)}function longer(plain4,candidates){
return candidates.filter(name=>normal(name).length>=5&&plain4.startsWith(normal(name))).toSorted((a,b)=>b.length-a.length)[0]??null}function editDistance(a,b){let before=[],
last=Array.from({length:b.length+1},(_,j)=>j);for(let i=1;i<=a.length;i++){let row=[i];for(let j=1;j<=b.length;j++){let change=last[j-1]+(a[i-1]===b[j-1]?0:1),swapped=i>
1&&j>1&&a[i-1]===b[j-2]&&a[i-2]===b[j-1];row[j]=Math.min(change,last[j]+1,row[j-1]+1,swapped?before[j-2]+1:1/0)}before=last,last=row}return last[b.length]}var normal,
init_suggest=__esm({"src/spec/suggest.ts"(){"use strict";normal=word=>word.toLowerCase().replace(/[-_\s]/g,"")}});var INIT,init_init_options=__esm({"src/commands/init-options.ts"(){"use strict";INIT={usage:"init [FILE] [--host github|azure] [--from FOLDER]",help:"writes a f\
irst rollout file, and with --host what starts it in a pipeline, from the manifests that it finds; overwrites nothing",takes:"new-file",options:{host:{type:"str\
ing",value:"github|azure",help:"write the workflow or pipeline too; run it in the root of the repository"},from:{type:"string",value:"FOLDER",help:"where the ma\
nifests are (default: the current folder)"},explicit:{type:"boolean",help:"GitHub: a job for each stage in the workflow itself, instead of a call of the reusabl\
e one"},"by-hand":{type:"boolean",help:"GitHub: a run for each stage, started by a person, where the plan of the repository has no required reviewers"},cloud:{type:"\
string",value:"azure|google|kubeconfig",help:"GitHub: how the jobs log in to the cluster (default: by where the images are; kubeconfig: a secret of the environm\
ents)"},name:{type:"string",value:"NAME",help:'of the rollout (default: the label "app" of the pods)'},image:{type:"string",value:"REPOSITORY",help:"of the imag\
es to roll out (default: that of the Deployment)"},url:{type:"string",value:"URL",help:"where answers are measured after each stage (default: left open, as a co\
mment)"},route:{type:"string",value:"KIND/NAME",help:"the route, when there are several: virtualService/NAME or httpRoute/NAME"},force:{type:"boolean",help:"ove\
rwrite files that exist"}}}}});var SET,init_set_option=__esm({"src/commands/set-option.ts"(){"use strict";SET={type:"string",value:"PATH=VALUE",repeat:!0,help:"instead of a value of the rollo\
ut file, e.g. image.scoring.script=scoring/scoreB.py; the same in all commands of a rollout"}}});var SETUP,init_setup_options=__esm({"src/commands/setup-options.ts"(){"use strict";init_set_option();SETUP={usage:"setup FILE --host github|azure [--check]",help:"\
creates the environments that the stages wait in, with reviewers and branch rules, or checks them; prints a plan first",takes:"file",options:{set:SET,host:{type:"\
string",value:"github|azure",help:"the CI host: github or azure"},check:{type:"boolean",help:"change nothing; exit 1 when an environment lets everybody through,\
 or every job can read the credentials of the cluster"},reviewers:{type:"string",value:"NAME,…",help:"who may approve: accounts, and teams as ORG/TEAM (defaul\
t: whoever is there already)"},"allow-self-review":{type:"boolean",help:"who starts a run may approve it too"},wait:{type:"string",value:"TIME",help:"between th\
e approval and the stage, e.g. 10m (default none)"},branches:{type:"string",value:"PATTERN,…",help:'branches that may use the environments, or "any" (default \
main)'},environment:{type:"string",value:"NAME",help:"for the jobs that nobody approves: plan, build, recovery (default shiftgate)"},organization:{type:"string",
value:"URL",help:"Azure DevOps: https://dev.azure.com/ORG (default: SYSTEM_COLLECTIONURI); the token comes from AZURE_DEVOPS_EXT_PAT or SYSTEM_ACCESSTOKEN"},project:{
type:"string",value:"NAME",help:"Azure DevOps: the project (default: SYSTEM_TEAMPROJECT)"},pipelines:{type:"string",value:"ID,…",help:'Azure DevOps: pipelines\
 that may use the environments without a "Permit"'},"minimum-approvers":{type:"string",value:"N",help:"Azure DevOps: how many have to approve (default 1; 0: all\
 of them)"},"in-order":{type:"boolean",help:"Azure DevOps: approvers are asked one after the other"},"approval-timeout":{type:"string",value:"TIME",help:"Azure \
DevOps: after which a stage that nobody approved is skipped (default 7d)"},instructions:{type:"string",value:"TEXT",help:"Azure DevOps: shown to approvers"},repository:{
type:"string",value:"OWNER/NAME",help:"the GitHub repository (default: GITHUB_REPOSITORY); the token comes from GITHUB_TOKEN or GH_TOKEN"}}}}});var GLOBAL_OPTIONS,APPROVE,RELEASE,ROLLOUT,IMAGE,REGISTRY,COMMANDS,init_options=__esm({"src/commands/options.ts"(){"use strict";init_init_options();init_set_option();
init_setup_options();GLOBAL_OPTIONS={json:{type:"boolean",help:"print exactly one JSON document on stdout; text for people goes to stderr"},kubeconfig:{type:"st\
ring",value:"FILE",help:"kubeconfig, as kubectl takes it (default: KUBECONFIG, then ~/.kube/config)"},context:{type:"string",value:"NAME",help:"context of the k\
ubeconfig"},namespace:{type:"string",short:"n",value:"NAME",help:"instead of the namespace of the rollout file"},"request-timeout":{type:"string",value:"TIME",help:"\
of one request to the API server, e.g. 10s (default 30s)"},"lease-duration":{type:"string",value:"TIME",help:"after which another process may take over from one\
 that has died (default 15s)"},run:{type:"string",value:"ID",help:"the run that owns the rollout (default: user@host)"},"run-link":{type:"string",value:"URL",help:"\
page of the run, shown to whoever is refused because of it"},quiet:{type:"boolean",help:"no progress on stderr"},help:{type:"boolean",help:"this text"}},APPROVE=
{type:"string",value:"all|STAGE,…",help:"stages that are approved herewith; at a terminal you are asked otherwise"},RELEASE={type:"string",value:"RELEASE",help:"\
the release that was planned, and that the approvals are for; another one is held for want of approval"},ROLLOUT={type:"string",value:"NAME",help:"name of the r\
ollout, when its file is not at hand"},IMAGE={type:"string",value:"REF",help:"image to roll out, as repository@sha256:…; a tag is resolved once, when the rollou\
t begins"},REGISTRY={"registry-user":{type:"string",value:"NAME",help:"user name at the registry of the image (default: the Docker config, then the login of the\
 cloud)"},"registry-password-env":{type:"string",value:"VARIABLE",help:"environment variable that holds the password, token or JSON key for it"},"registry-ca":{
type:"string",value:"FILE",help:"certificate (PEM) of the authority that signed the certificate of the registry"},"registry-http":{type:"boolean",help:"the regi\
stry speaks no TLS; not needed for one on this machine"}},COMMANDS={rehearse:{usage:"rehearse FILE [--approve all] [--fault KIND]",help:"runs the whole rollout \
on an embedded cluster on this machine: real HTTP, real processes, no cluster needed",takes:"file",options:{set:SET,approve:APPROVE,fault:{type:"string",value:"\
KIND",help:"makes the canary bad: 5xx, slow, crash, not-ready, wrong-answer, other-input (numbers in JSON bodies change sign)"}}},validate:{usage:"validate FILE\
 [--online]",help:"checks the rollout file, its manifests and how they fit together; offline, unless --online, --kubeconfig or --context is given",takes:"file",
options:{set:SET,image:IMAGE,online:{type:"boolean",help:"look in the cluster for what the manifests name and do not hold: Services, Gateways, ConfigMaps, Secre\
ts; writes nothing"}}},build:{usage:"build FILE [--builder NAME] [--tag TAG,…] [--output FILE] [--dry-run]",help:"builds and pushes the image of the rollout f\
ile; prints repository@sha256:…, which --image takes",takes:"file",options:{set:SET,builder:{type:"string",value:"NAME",help:"auto, docker, acr, gcloud or lay\
er (default: image.builder of the file, or auto, which says what it chose)"},tag:{type:"string",value:"TAG,…",help:"further tags of the image; one of its own \
it always gets"},output:{type:"string",value:"FILE",help:"write the reference to this file too; the whole result, if its name ends in .json"},"print-dockerfile":{
type:"boolean",help:"print the Dockerfile that image.scoring stands for; build nothing"},"dry-run":{type:"boolean",help:"say what would be built, with what, and\
 what is in the registry already; build and push nothing"},refresh:{type:"boolean",help:"install the requirements again, for newer versions of what they leave o\
pen"},network:{type:"string",value:"MODE",help:"network of RUN steps, as docker build takes it, e.g. host"},"build-timeout":{type:"string",value:"TIME",help:"of\
 one run of a builder, e.g. 30m (default 1h)"},...REGISTRY}},plan:{usage:"plan FILE [--to STAGE] [--image REF]",help:"prints what the next advance would change;\
 writes nothing",takes:"file",options:{set:SET,to:{type:"string",value:"STAGE",help:"the stage to plan (default: the first that has not passed)"},image:IMAGE,...REGISTRY,
"pipeline-stages":{type:"string",value:"JSON",help:'the stages of the pipeline that calls, as [{"name": …, "environment": …}]; refused when the file has others'},
repair:{type:"boolean",help:"plan over what somebody changed behind our back"}}},render:{usage:"render FILE --stage STAGE [--image REF]",help:"prints the manife\
sts of a stage as YAML, for review or GitOps; needs no cluster",takes:"file",options:{set:SET,stage:{type:"string",value:"STAGE",help:"the stage to render"},image:IMAGE}},
advance:{usage:"advance FILE [--to STAGE] [--image REF]",help:"goes to a stage and through its gates; aborts by itself when the canary is bad",takes:"file",options:{
set:SET,to:{type:"string",value:"STAGE",help:"the stage to go to (default: the first that has not passed)"},image:IMAGE,...REGISTRY,approve:APPROVE,release:RELEASE,
repair:{type:"boolean",help:"write the recorded state over what somebody changed behind our back"},supersede:{type:"boolean",help:"abort the release that is und\
er way, whichever run owns it, and start over with this one"}}},abort:{usage:"abort FILE|--rollout NAME [--run ID]",help:"goes back to the state before the roll\
out, from any stage; with --run only if that run owns it and it is not held",takes:"file-or-name",options:{set:SET,rollout:ROLLOUT,reason:{type:"string",value:"\
TEXT",help:"for the history"},"fewer-pods":{type:"boolean",help:"go back although stable has fewer pods ready than the whole load needs, as long as it has one"},
"keep-passed":{type:"boolean",help:"with --run: leave a stage alone that has passed, because somebody else starts the next one (default: only the last stage of \
the file)"}}},rollback:{usage:"rollback FILE|--rollout NAME",help:"undoes the rollout that finished last: the release before it serves again",takes:"file-or-nam\
e",options:{set:SET,rollout:ROLLOUT,approve:APPROVE}},status:{usage:"status FILE|--rollout NAME",help:"stage, weights recorded, configured and served, release, \
image, owner, history, drift",takes:"file-or-name",options:{set:SET,rollout:ROLLOUT}},verify:{usage:"verify FILE [--stage STAGE]",help:"sends requests, says whi\
ch version answered, and compares with the route state of the stage",takes:"file",options:{set:SET,stage:{type:"string",value:"STAGE",help:"compare with this st\
age (default: the current one)"},requests:{type:"string",value:"N",help:"requests of one measurement (default: traffic.requests)"}}},init:INIT,setup:SETUP}}});function parseArguments(argv){let[word,...rest]=argv;if(word===void 0||word==="help"||word==="--help"||word==="-h")return{kind:"help",command:null};if(word==="v\
ersion"||word==="--version"||word==="-v")return{kind:"version"};if(!isCommand(word))throw invalid({code:"unknown-command",message:unknownCommand(word)});let spec=COMMANDS[word],
options={...spec.options,...GLOBAL_OPTIONS},{values,positionals,tokens}=(0,import_node_util.parseArgs)({args:[...rest],options:Object.fromEntries(Object.entries(
options).map(([name,o])=>[name,{type:o.type,...o.short?{short:o.short}:{},...o.repeat?{multiple:!0}:{}}])),allowPositionals:!0,strict:!1,tokens:!0});if(values.help===
!0)return{kind:"help",command:word};for(let token of tokens){if(token.kind!=="option")continue;let option=options[token.name];if(!option)throw invalid({code:"un\
known-option",message:unknownOption(token.rawName,word,options)});if(option.type==="string"&&(token.value===void 0||token.value===""))throw invalid({code:"missi\
ng-value",message:`${token.rawName} needs a value: ${token.rawName} ${option.value}`});if(option.repeat&&/[\r\n]/.test(token.value??""))throw invalid({code:"bad\
-value",message:`${token.rawName} has a line break in its value; expected one ${option.value}; give the option once for each`});if(option.type==="boolean"&&token.
value!==void 0)throw invalid({code:"unexpected-value",message:`${token.rawName} takes no value, got "${token.value}"`})}let[file2,...more]=positionals;if(more.length>
0)throw invalid({code:"too-many-arguments",message:`one rollout file is expected, got also: ${more.join(" ")}`});let text3=name=>{let value=values[name];return Array.
isArray(value)?value.join(`
`):typeof value=="string"?value:null};if(file2===void 0&&spec.takes!=="new-file"&&(spec.takes==="file"||text3("rollout")===null)){let or=spec.takes==="file-or-n\
ame"?" or --rollout NAME":"";throw invalid({code:"missing-file",message:`${word} needs a rollout file${or}: shiftgate ${spec.usage}`})}return{kind:"run",arguments:{
command:word,file:file2??null,text:text3,flag:name=>values[name]===!0,duration:(name,fallback)=>durationOf(name,text3(name),fallback)}}}function durationOf(name,text3,fallback){
if(text3===null)return fallback;let ms=parseDuration(text3);if(ms===null||ms<=0)throw invalid({code:"bad-duration",message:`--${name} "${text3}" is no duration;\
 expected a number with a unit, e.g. 10s or 2m`});return ms}function isCommand(word){return Object.hasOwn(COMMANDS,word)}function unknownCommand(word){if(word.startsWith(
"-"))return`the command comes first, before ${word}: shiftgate COMMAND [FILE] [options]`;let near=suggest(word,Object.keys(COMMANDS));return`unknown command "${word}\
"; ${near?`did you mean "${near}"?`:`expected one of ${Object.keys(COMMANDS).join(", ")}`}`}function unknownOption(raw,command,options){let near=suggest(raw.replace(
/^-+/,""),Object.keys(options));return`${command} has no option ${raw}; ${near?`did you mean --${near}?`:`see shiftgate ${command} --help`}`}var import_node_util,
init_arguments=__esm({"src/commands/arguments.ts"(){"use strict";import_node_util=require("node:util");init_duration();init_errors();init_suggest();init_options()}});var help_exports={};__export(help_exports,{commandHelp:()=>commandHelp,commandReference:()=>commandReference,overview:()=>overview});function overview(){return[
"shiftgate releases a model-serving image next to the old one and moves traffic to it stage by stage.","","usage: shiftgate COMMAND [FILE] [options]","",...Object.
keys(COMMANDS).map(name=>`  ${name.padEnd(9)} ${COMMANDS[name].help}`),"","options of every command:",...optionLines(GLOBAL_OPTIONS),"","exit codes: 0 done or u\
nchanged, 1 failed or aborted, 2 wrong input, 3 held, 4 refused, 130 cancelled","try it without a cluster: shiftgate rehearse examples/mlopspython/rollout.yaml \
--approve all"].join(`
`)}function commandHelp(name){let command=COMMANDS[name];return[`usage: shiftgate ${command.usage}`,"",command.help,"",...optionLines(command.options),"","optio\
ns of every command:",...optionLines(GLOBAL_OPTIONS)].join(`
`)}function optionLines(options){return Object.entries(options).map(([name,option])=>{let left=`  --${name}${option.value?` ${option.value}`:""}`;return`${left.
padEnd(26)}${left.length>=26?" ":""}${option.help}`})}function commandReference(){return[...Object.keys(COMMANDS).flatMap(name=>{let command=COMMANDS[name];return[
`### ${name}`,"","```text",`shiftgate ${command.usage}`,"```","",`${sentence(command.help)}`,"",...optionTable(command.options),""]}),"### Options of every comm\
and","",...optionTable(GLOBAL_OPTIONS)].join(`
`)}function optionTable(options){return["| Option | Meaning |","| --- | --- |",...Object.entries(options).map(([name,option])=>`| \`${`--${name}${option.value?`\
 ${option.value}`:""}`.replaceAll("|","\\|")}\` | ${sentence(option.help).replaceAll("|","\\|")} |`)]}function sentence(text3){return`${text3[0].toUpperCase()}${text3.
slice(1)}${/[.?!…]$/.test(text3)?"":"."}`}var init_help=__esm({"src/commands/help.ts"(){"use strict";init_options()}});var require_rehearse=__commonJS({"unused:commands/rehearse.ts"(){throw new Error("not part of this bundle: commands/rehearse.ts")}});var require_validate=__commonJS({"unused:commands/validate.ts"(){throw new Error("not part of this bundle: commands/validate.ts")}});var require_build=__commonJS({"unused:commands/build.ts"(){throw new Error("not part of this bundle: commands/build.ts")}});function refOf(object2){let{apiVersion,kind,metadata}=object2;return{apiVersion,kind,namespace:metadata.namespace,name:metadata.name}}function describe(ref2){return`${ref2.
kind} ${ref2.namespace?`${ref2.namespace}/`:""}${ref2.name}`}function identity(ref2){return`${ref2.apiVersion.includes("/")?ref2.apiVersion.split("/")[0]:""}|${ref2.
kind}|${ref2.namespace??""}|${ref2.name}`}var init_object=__esm({"src/kube/object.ts"(){"use strict"}});function objectOf(value){return typeof value=="object"&&value!==null&&!Array.isArray(value)?value:null}function isList(value){return Array.isArray(value)}function listOf(value){
return isList(value)?value:[]}function textOf(value){return typeof value=="string"&&value!==""?value:null}function without(object2,...keys){return Object.fromEntries(
Object.entries(object2).filter(([key])=>!keys.includes(key)))}function withItem(list2,index,item){return list2.map((old,i)=>i===index?item:old)}function withInserted(list2,index,...items){
return[...list2.slice(0,index),...items,...list2.slice(index)]}var init_json_reading=__esm({"src/mesh/json-reading.ts"(){"use strict"}});function deepEqual(a,b){if(a===b)return!0;if(isList(a)||isList(b))return isList(a)&&isList(b)&&a.length===b.length&&a.every((item,i)=>deepEqual(item,b[i]));let left=objectOf(
a),right=objectOf(b);return!left||!right?!1:keysOf(left,right).every(key=>deepEqual(own(left,key),own(right,key)))}function changedPaths(before,after,path12=""){
if(deepEqual(before,after))return[];if(isList(before)&&isList(after)){let length=Math.max(before.length,after.length);return Array.from({length},(_,i)=>i).flatMap(
i=>changedPaths(before[i],after[i],`${path12}[${i}]`))}let left=objectOf(before),right=objectOf(after);return!left||!right?[{path:path12,before,after}]:keysOf(left,
right).flatMap(key=>changedPaths(own(left,key),own(right,key),joinKey(path12,key)))}function keysOf(left,right){return[...new Set([...Object.keys(left),...Object.
keys(right)])]}function own(object2,key){return Object.hasOwn(object2,key)?object2[key]:void 0}function joinKey(path12,key){return/^[\w-]+$/.test(key)?path12===
""?key:`${path12}.${key}`:`${path12}[${JSON.stringify(key)}]`}var init_json_diff=__esm({"src/mesh/json-diff.ts"(){"use strict";init_json_reading()}});function canaryShare(state){return state.kind==="split"?state.weight:state.role==="canary"?100:0}var splitAt,init_route_state=__esm({"src/mesh/route-state.ts"(){
"use strict";splitAt=weight2=>({kind:"split",weight:weight2,headers:[],mirror:0})}});function changeOf(write2){let{kind,name,namespace}=write2.ref,action=write2.after===null?"deleted":write2.before===null?"created":"updated";return{kind,name,namespace:namespace??
null,action}}function writesOf(plan){return plan.actions.filter(a=>a.kind==="write")}var init_plan=__esm({"src/plan/plan.ts"(){"use strict"}});function withHistory(record,entry3){return{...record,history:[...record.history,entry3].slice(-HISTORY_LIMIT)}}function lastFileOf(record){return record?.phase===
"finished"&&record.kind==="rollout"?record.file:record?.lastFile??null}function recordedWeight(record){let state=record.routes[0]?.state;return state?state.kind===
"split"?state.weight:state.role==="canary"?100:0:record.phase==="aborted"?0:null}var ROLLOUT_LABEL,MANAGED_BY,HISTORY_LIMIT,init_record=__esm({"src/record/recor\
d.ts"(){"use strict";ROLLOUT_LABEL="shiftgate.dev/rollout",MANAGED_BY={"app.kubernetes.io/managed-by":"shiftgate"},HISTORY_LIMIT=100}});function contextOf(route2,input){let side=role=>({name:input.roles[role].name,backend:input.roles[role].backend});return{sides:{stable:side("stable"),canary:side(
"canary")},rollout:input.rollout.name,namespace:input.rollout.namespace,rule:route2.rule,pins:route2.pins}}function rememberRoutes(input,previous){let problems=[],
memories=input.routes.map(({spec,route:route2,router})=>{let old=previous.find(m=>m.name===spec.name&&m.namespace===spec.namespace),empty={name:spec.name,namespace:spec.
namespace,state:null,memory:null,created:!1};if(!route2)return{...empty,created:!0};let context=contextOf(spec,input),remembered=router.remember(route2,context,
old?.memory??null);if(!remembered.ok)return problems.push(...remembered.problems),empty;let traffic2=router.canaryTraffic(route2,context);return traffic2.length>
0&&problems.push({code:"canary-in-use",message:`${describe(refOf(route2))} gives ${input.roles.canary.name} traffic already, and no rollout is under way: ${traffic2.
join("; ")}; set its weight to 0, or swap the order of "versions" if ${input.roles.canary.name} is the stable one`}),{...empty,memory:remembered.memory}});if(problems.
length>0)throw refused(...problems);return memories}function driftOf(input,accepted){return input.routes.flatMap(({index,spec,route:route2,router})=>{let memory=input.
memories[index];if(!memory?.state||!memory.memory)return[];if(!route2)return[`${spec.namespace}/${spec.name} does not exist any more`];let context=contextOf(spec,
input),differences2=[memory.state,...accepted.filter(s=>s!==null)].map(s=>router.drift(route2,s,context,memory.memory));return differences2.some(d=>d.length===0)?
[]:differences2[0].map(line2=>`${describe(refOf(route2))}: ${line2}`)})}function driftProblem(rollout,drift){return{code:"drift",message:`rollout "${rollout}" i\
s not as it was left; somebody changed it: ${drift.join("; ")}. Nothing was changed. Put it back, or let --repair write the recorded state over it`}}function configuredWeight(input){
let shares2=input.routes.flatMap(({index,spec,route:route2,router})=>{if(!route2)return[];let read3=router.read(route2,contextOf(spec,input),input.memories[index]?.
memory??null);if(!read3.ok)throw refused(...read3.problems);return[canaryShare(read3.reading.state)]});return shares2.length>0?Math.max(...shares2):null}function longestTimeout(input){
let all2=input.routes.flatMap(({spec,route:route2,router})=>{let ms=route2?router.longestTimeout(route2,contextOf(spec,input)):null;return ms===null?[]:[ms]});return all2.
length>0?Math.max(...all2):null}function routeWrites(input,state,why){return input.routes.flatMap(observed=>{let memory=input.memories[observed.index]??emptyMemory(
observed.spec);return[...createMissing(observed,input,why),...oneRoute(observed,memory,input,state,why)]})}function oneRoute(observed,memory,input,state,why){let{
router,spec,route:route2,index}=observed,context=contextOf(spec,input),created3=route2===null,{base,remembered}=startOf(observed,memory,context),rendered=router.
render(base,state,context,remembered);if(!rendered.ok)throw refused(...rendered.problems);let next={...memory,state,memory:rendered.memory,created:memory.created||
created3};return!created3&&same(rendered.object,base)?[]:[{kind:"write",verb:created3?"create":"replace",ref:refOf(base),before:route2,after:rendered.object,why,
remember:{kind:"route",index,memory:next}}]}function restoreWrites(input,why){return input.routes.flatMap(observed=>{let{router,spec,route:route2,index}=observed,
memory=input.memories[index];if(!route2||!memory)return[];let base={kind:"write",ref:refOf(route2),before:route2,why},forget={...memory,state:null};if(memory.created)
return[{...base,verb:"delete",after:null,remember:{kind:"route",index,memory:forget}}];if(!memory.memory)return[];let restored=router.restore(route2,contextOf(spec,
input),memory.memory);if(!restored.ok)throw refused(...restored.problems);return same(restored.object,route2)?[]:[{...base,verb:"replace",after:restored.object,
remember:{kind:"route",index,memory:forget}}]})}function startOf(observed,{memory},context){let{route:route2,router}=observed;if(!route2){let{object:object2,memory:fresh}=freshRoute(
observed,context);return{base:object2,remembered:memory??fresh}}if(memory)return{base:route2,remembered:memory};let first=router.remember(route2,context,null);if(!first.
ok)throw refused(...first.problems);return{base:route2,remembered:first.memory}}function freshRoute(observed,context){let{spec,router,manifests}=observed,manifest=manifests.
find(o=>o.metadata.name===spec.name&&o.kind.toLowerCase()===spec.kind.toLowerCase());if(!manifest)throw refused({code:"route-missing",message:`${spec.kind} ${spec.
namespace}/${spec.name} does not exist${manifests.length>0?" and is not among the route's manifests":""}; create it, or give its file under routes[${observed.index}\
].manifests`});let fresh=router.fresh(manifest,context);if(!fresh.ok)throw refused(...fresh.problems);return fresh}function createMissing(observed,input,why){return observed.
manifests.filter(o=>o.kind.toLowerCase()!==observed.spec.kind.toLowerCase()).filter(o=>!observed.live.has(identity(refOf(o)))).map(object2=>({kind:"write",verb:"\
apply",ref:refOf(object2),before:null,after:{...object2,metadata:{...object2.metadata,labels:{...object2.metadata.labels,[ROLLOUT_LABEL]:input.rollout.name}}},why,
remember:null}))}function routeRef(route2){return{apiVersion:route2.kind==="virtualService"?"networking.istio.io/v1":"gateway.networking.k8s.io/v1",kind:route2.
kind==="virtualService"?"VirtualService":"HTTPRoute",namespace:route2.namespace,name:route2.name}}function emptyMemory(spec){return{name:spec.name,namespace:spec.
namespace,state:null,memory:null,created:!1}}function same(a,b){return deepEqual(a,b)}var init_route=__esm({"src/plan/route.ts"(){"use strict";init_object();init_json_diff();
init_route_state();init_errors();init_record()}});function completed(file2){let{timeouts:timeouts2}=file2;return{...file2,metrics:file2.metrics??LATER.metrics,timeouts:{...timeouts2,settle:timeouts2.settle??LATER.
timeouts.settle}}}function withoutLater(file2){let{metrics:metrics2,timeouts:timeouts2,...rest}=file2,{settle:settle2,...others}=timeouts2;return{...rest,...metrics2===
LATER.metrics?{}:{metrics:metrics2},timeouts:settle2===LATER.timeouts.settle?others:timeouts2}}var LATER,init_later_fields=__esm({"src/spec/later-fields.ts"(){"\
use strict";LATER={metrics:null,timeouts:{settle:2e3}}}});function recordName(rollout){return`shiftgate-${rollout}`}function createRecordStore(kube,namespace,rollout){let ref2={apiVersion:"v1",kind:"ConfigMap",namespace,
name:recordName(rollout)};async function read3(){let object2=await kube.get(ref2);return object2?parse(object2,ref2):{record:null,lease:null,resourceVersion:null}}
async function write2(previous,next){let object2=toObject(ref2,rollout,next),size=Buffer.byteLength(JSON.stringify(object2));if(size>MAX_BYTES)throw new CommandError(
"failed",[{code:"record-too-large",message:`the record of rollout "${rollout}" would be ${Math.round(size/1024)} KiB, more than the ${MAX_BYTES/1024} KiB that f\
it into a ConfigMap; make the rollout file smaller`}]);let saved=previous.resourceVersion===null?await kube.create(object2).catch(explainMissingNamespace):await kube.
replace({...object2,metadata:{...object2.metadata,resourceVersion:previous.resourceVersion}});return{...next,resourceVersion:saved.metadata.resourceVersion??null}}
return{ref:ref2,read:read3,write:write2}}function explainMissingNamespace(error){if(!(error instanceof KubeError)||error.code!=="not-found")throw error;let message=`${error.
message}; create the namespace, or correct "namespace" in the rollout file`;throw new CommandError("invalid",[{code:"no-namespace",message}])}function toObject(ref2,rollout,{
record,lease}){return{apiVersion:ref2.apiVersion,kind:ref2.kind,metadata:{name:ref2.name,namespace:ref2.namespace,labels:{...MANAGED_BY,[ROLLOUT_LABEL]:rollout}},
data:{...record?{record:JSON.stringify(record),summary:summary(record)}:{},...lease?{lease:JSON.stringify(lease)}:{}}}}function summary(record){let owner=record.
owner?`owned by ${record.owner.run}`:"no owner";return`${record.phase}; stage ${record.stage??"-"} ${record.stageState}; release ${record.release}; ${owner}`}function parse(object2,ref2){
let data=object2.data??{},resourceVersion=object2.metadata.resourceVersion??null,record=data.record===void 0?null:parseJson(data.record,ref2,"record"),lease=data.
lease===void 0?null:parseJson(data.lease,ref2,"lease");if(record&&(typeof record.schema!="number"||typeof record.phase!="string"))throw damaged(ref2,"record");return{
record:record&&inTodaysShape(record),lease,resourceVersion}}function inTodaysShape(record){return record.file?{...record,file:completed(record.file),lastFile:record.
lastFile&&completed(record.lastFile)}:record}function parseJson(text3,ref2,key){try{let value=JSON.parse(text3);if(typeof value=="object"&&value!==null)return value}catch{}
throw damaged(ref2,key)}function damaged(ref2,key){return new CommandError("refused",[{code:"record-damaged",message:`ConfigMap ${ref2.namespace}/${ref2.name} h\
olds no readable "${key}"; it was edited by hand. Restore it from a backup, or put the route and workloads right yourself and delete the ConfigMap`}])}function refuseNewerRecord(record){
if(record.schema>1)throw new CommandError("refused",[{code:"record-newer",message:`rollout "${record.rollout}" was written by shiftgate ${record.tool}, whose re\
cord this version cannot continue; use that version, or "abort"`}])}function isConflict(error){return error instanceof KubeError&&(error.code==="conflict"||error.
code==="already-exists")}var MAX_BYTES,init_store=__esm({"src/record/store.ts"(){"use strict";init_errors();init_client();init_later_fields();init_record();MAX_BYTES=
900*1024}});function packArchive(rollout,archive){let secret2=[archive.now,archive.before].flatMap(r=>Object.values(r?.objects??{}).flat()).concat(archive.snapshot).find(o=>o.
kind==="Secret");if(secret2)throw new CommandError("refused",[{code:"secret-in-manifests",message:`Secret ${secret2.metadata.name} is among the manifests; shift\
gate keeps no Secret data. Create it separately and refer to it by name`}]);let text3=JSON.stringify(archive),data=(0,import_node_zlib.gzipSync)(text3,{level:9}).
toString("base64");if(data.length>MAX_BYTES2)throw new CommandError("refused",[{code:"archive-too-large",message:`the manifests of rollout "${rollout}" take ${Math.
round(data.length/1024)} KiB compressed, more than the ${MAX_BYTES2/1024} KiB that fit into a ConfigMap; take large files out of the ConfigMaps among them`}]);let hash=(0,import_node_crypto.createHash)(
"sha256").update(text3).digest("hex").slice(0,10);return{name:`${recordName(rollout)}-${hash}`,data}}async function storeArchive(kube,namespace,rollout,{name,data}){
try{await kube.create({apiVersion:"v1",kind:"ConfigMap",metadata:{name,namespace,labels:{...MANAGED_BY,[ROLLOUT_LABEL]:rollout}},immutable:!0,binaryData:{archive:data}})}catch(error){
if(!(error instanceof KubeError&&error.code==="already-exists"))throw error}}async function readArchive(kube,namespace,name){let archive=await findArchive(kube,
namespace,name);if(!archive)throw new CommandError("failed",[{code:"archive-missing",message:`ConfigMap ${namespace}/${name}, which holds the way back, is gone;\
 the route was left as it is. Put the old version back by hand, then delete the ConfigMap of the record`}]);return archive}async function findArchive(kube,namespace,name){
let data=(await kube.get(archiveRef(namespace,name)))?.binaryData?.archive;return data?JSON.parse((0,import_node_zlib.gunzipSync)(Buffer.from(data,"base64")).toString()):
null}function archiveRef(namespace,name){return{apiVersion:"v1",kind:"ConfigMap",namespace,name}}async function deleteArchive(kube,namespace,name){let object2=await kube.
get(archiveRef(namespace,name));object2&&await kube.delete(archiveRef(namespace,name),{uid:object2.metadata.uid})}var import_node_crypto,import_node_zlib,MAX_BYTES2,
init_archive=__esm({"src/record/archive.ts"(){"use strict";import_node_crypto=require("node:crypto"),import_node_zlib=require("node:zlib");init_client();init_errors();
init_record();init_store();MAX_BYTES2=900*1024}});async function openSession(options,first,change){let{store,clock}=options,holder=(0,import_node_crypto2.randomBytes)(9).toString("base64url"),lease={holder,renewal:0,
duration:options.duration,who:options.who},seen=first,tookOver=!1;for(let attempt2=0;;attempt2++){let next=change(seen.record);if(seen.lease&&!options.preempt){
if(seen=await outwait(options,seen,seen.lease),tookOver=seen.lease!==null,tookOver===!1)continue}else tookOver=seen.lease!==null;let record=tookOver?change(seen.
record):next,before=clock.now();try{let stored=await store.write(seen,{record,lease});return hold(options,lease,stored,record,{tookOver,renewed:before})}catch(error){
let unknown2=isAmbiguous(error);if(!isConflict(error)&&!(unknown2&&attempt2<MAX_TRIES))throw error;if(seen=await store.read(),seen.lease?.holder===holder&&seen.
record)return hold(options,lease,seen,seen.record,{tookOver,renewed:before})}}}async function outwait(options,first,lease){let{store,clock}=options;options.onWait(
`waiting up to ${Math.ceil(lease.duration/1e3)} s for the lease of ${lease.who}`);let until=clock.now()+lease.duration,seen=first;for(;clock.now()<until;){if(await clock.
sleep(Math.min(500,lease.duration/5),options.signal),seen=await store.read(),!seen.lease)return seen;if(seen.lease.holder!==lease.holder||seen.lease.renewal!==lease.
renewal)throw new CommandError("refused",[{code:"lease-held",message:`another process is working on this rollout right now: ${seen.lease.who}; wait for it to en\
d, or stop it with "abort"`}])}return seen}function hold(options,{holder},opened,openedRecord,{tookOver,renewed:first}){let{store,clock}=options,recordItself=describe(
store.ref),stored=opened,record=openedRecord,renewed=first,looked=first,ended2=!1,lost2=null,slept=()=>clock.now()-Math.max(looked,renewed)>SLEPT_MS,stale=()=>clock.
now()-renewed>options.duration*2/3||slept(),turn=Promise.resolve(),inTurn=work=>{let next=turn.then(work,work);return turn=next.catch(()=>{}),next};async function look3(){
let before=clock.now(),now=await store.read();if(now.lease?.holder!==holder)throw stop(),lost2=new Preempted(preemptedBy(now)),lost2;stored=now,now.record&&(record=
now.record),looked=before}async function put2(change,keep){if(lost2)throw lost2;stale()&&await look3();for(let attempt2=0;;attempt2++){let before=clock.now(),next=change(
record),lease=keep&&stored.lease?{...stored.lease,renewal:stored.lease.renewal+1}:null;try{stored=await store.write(stored,{record:next,lease})}catch(error){let unknown2=isAmbiguous(
error);if(!(isConflict(error)||unknown2)||attempt2>=MAX_TRIES)throw error;unknown2&&await clock.sleep(pause(attempt2));let now=unknown2?await store.read():null;
if(!now||!sameContent(now,{record:next,lease})){await look3();continue}stored=now}record=next,renewed=before,looked=before;return}}let timer=setInterval(()=>{clock.
now()-renewed<options.duration/4||inTurn(()=>ended2||clock.now()-renewed<options.duration/4?Promise.resolve():put2(r=>r,!0)).catch(()=>{})},options.duration/8);
timer.unref();let stop=()=>{ended2=!0,clearInterval(timer)},check2=()=>inTurn(async()=>{clock.now()-renewed>options.duration/2?await put2(r=>r,!0):clock.now()-looked>
FRESH_MS&&await look3()});return{get record(){return record},tookOver,check:check2,async repeat(work){for(let attempt2=0;;attempt2++){await check2();try{return await work()}catch(error){
if(!(error instanceof LeaseStale||isAmbiguous(error)||isConflict(error))||attempt2>=MAX_TRIES)throw error;await clock.sleep(pause(attempt2),options.signal)}}},save:change=>inTurn(
()=>put2(change,!0)),fence(what3){if(what3!==recordItself){if(lost2)throw lost2;if(stale())throw new LeaseStale("this process was stopped for longer than its le\
ase lasts; nothing was written since")}},end:change=>inTurn(async()=>{stop(),await put2(change,!1)}),abandon:()=>inTurn(async()=>{stop(),await put2(r=>r,!1)}).catch(
()=>{})}}function sameContent(now,wanted){let text3=s=>JSON.stringify([s.record,s.lease]);return text3(now)===text3(wanted)}function preemptedBy(now){return now.
record?.intent?.command==="abort"?`an abort has taken over (${now.lease?.who??"it has ended already"})`:now.lease?`${now.lease.who} has taken over`:"another pro\
cess has taken over and ended"}function isAmbiguous(error){return error instanceof Error&&"ambiguous"in error&&error.ambiguous===!0}var import_node_crypto2,Preempted,
LeaseStale,FRESH_MS,SLEPT_MS,MAX_TRIES,pause,init_session=__esm({"src/record/session.ts"(){"use strict";import_node_crypto2=require("node:crypto");init_object();
init_errors();init_store();Preempted=class extends Error{constructor(message){super(message),this.name="Preempted"}},LeaseStale=class extends Preempted{},FRESH_MS=
200,SLEPT_MS=2e3,MAX_TRIES=5,pause=attempt2=>Math.min(2e3,50*2**attempt2)}});function deploymentNamed(objects,name){for(let object2 of objects)if(object2.kind==="Deployment"&&object2.metadata.name===name)return object2}var init_deployment=__esm(
{"src/workload/deployment.ts"(){"use strict"}});function isMap(value){return typeof value=="object"&&value!==null&&!Array.isArray(value)}function at(value,...path12){let found=value;for(let key of path12)found=
isMap(found)?found[key]:void 0;return found}function mapsIn(value){return Array.isArray(value)?value.filter(isMap):[]}function textOf2(value){return typeof value==
"string"||typeof value=="number"||typeof value=="boolean"?String(value):""}function same2(a,b){return a===b?!0:Array.isArray(a)?Array.isArray(b)&&a.length===b.length&&
a.every((item,i)=>same2(item,b[i])):!isMap(a)||!isMap(b)?!1:[...new Set([...Object.keys(a),...Object.keys(b)])].every(key=>same2(a[key],b[key]))}function canonicalJson(value){
return Array.isArray(value)?`[${value.map(item=>canonicalJson(item??null)).join(",")}]`:isMap(value)?`{${Object.keys(value).filter(key=>value[key]!==void 0).sort().
map(key=>`${JSON.stringify(key)}:${canonicalJson(value[key])}`).join(",")}}`:JSON.stringify(value??null)}function shortHash(text3){return`sha256:${(0,import_node_crypto3.createHash)(
"sha256").update(text3).digest("hex").slice(0,16)}`}var import_node_crypto3,init_json=__esm({"src/workload/json.ts"(){"use strict";import_node_crypto3=require("node:crypto")}});function replicasFor(weight2,baseline){let hundredths=Math.round(weight2*100);return hundredths<=0?0:Math.max(1,Math.ceil(hundredths*Math.max(0,baseline)/1e4))}
function replicasForState(state,role,baseline){switch(state.kind){case"single":return state.role===role?replicasFor(100,baseline):0;case"split":{if(role==="stab\
le")return replicasFor(100-state.weight,baseline);let needed=replicasFor(state.weight+state.mirror,baseline);return state.headers.length>0?Math.max(1,needed):needed}}}
function autoscalersOf(hpas,workload){return hpas.filter(hpa=>{let target=at(hpa,"spec","scaleTargetRef");return hpa.kind==="HorizontalPodAutoscaler"&&(hpa.metadata.
namespace??"")===(workload.metadata.namespace??"")&&at(target,"kind")===workload.kind&&at(target,"name")===workload.metadata.name&&group(textOf2(at(target,"apiV\
ersion")??workload.apiVersion))===group(workload.apiVersion)})}function raisedMinimum(hpa,needed){let minimum=Number(at(hpa,"spec","minReplicas")??1),maximum=Number(
at(hpa,"spec","maxReplicas")??minimum),raised2=Math.min(needed,maximum);return raised2>minimum?{...hpa,spec:{...isMap(hpa.spec)?hpa.spec:{},minReplicas:raised2}}:
null}var group,init_capacity=__esm({"src/workload/capacity.ts"(){"use strict";init_json();group=apiVersion=>apiVersion.includes("/")?apiVersion.split("/")[0]:""}});function lastApplied(live){let text3=live.metadata.annotations?.[LAST_APPLIED];if(text3===void 0)return null;try{let parsed2=JSON.parse(text3);return isMap(parsed2)&&
isMap(parsed2.metadata)?parsed2:null}catch{return null}}function lastAppliedText(manifest){let{[LAST_APPLIED]:_,...annotations}=manifest.metadata.annotations??{};
return`${canonicalJson({...manifest,metadata:{...manifest.metadata,annotations}})}
`}var LAST_APPLIED,init_last_applied=__esm({"src/workload/last-applied.ts"(){"use strict";init_json();LAST_APPLIED="kubectl.kubernetes.io/last-applied-configura\
tion"}});function podTemplatePath({kind}){return TEMPLATES[kind]??null}function podTemplateOf(object2){let path12=podTemplatePath(object2),template=path12&&at(object2,...path12);
return isMap(template)?template:null}function podLabels(object2){let labels=at(podTemplateOf(object2),"metadata","labels");return isMap(labels)?labels:{}}var TEMPLATES,
init_pod_template=__esm({"src/workload/pod-template.ts"(){"use strict";init_json();TEMPLATES={Pod:[],Deployment:["spec","template"],ReplicaSet:["spec","template"],
StatefulSet:["spec","template"],DaemonSet:["spec","template"],ReplicationController:["spec","template"],Job:["spec","template"],CronJob:["spec","jobTemplate","s\
pec","template"]}}});function listKeys(kind,path12){if(path12.join(" ")==="metadata ownerReferences")return["uid"];let other=OTHER[`${kind} ${path12.join(" ")}`];if(other)return other;
let inPod=withinPod(kind,path12);if(!inPod)return null;let[spec,list2,field2]=inPod,isContainer=/^(c|initC|ephemeralC)ontainers$/.test(list2??"");return inPod.length===
3&&spec==="spec"&&isContainer?CONTAINER[field2]??null:POD[inPod.join(" ")]??null}function isSet(path12){return path12.join(" ")==="metadata finalizers"}function isExclusive(kind,path12){
return kind==="Deployment"&&path12.join(" ")==="spec strategy"||withinPod(kind,path12)?.join(" ")==="spec volumes"}function withinPod(kind,path12){let template=podTemplatePath(
{kind});return template&&template.every((key,i)=>path12[i]===key)?path12.slice(template.length):null}function keyOf(element,keys){if(!isMap(element))return null;
let texts=keys.map(key=>element[key]??(key==="protocol"?"TCP":void 0)).map(part=>typeof part=="boolean"?"":textOf2(part));return texts.includes("")?null:texts.join(
"/")}function byKey(list2,keys){if(!Array.isArray(list2))return null;let found=new Map;for(let element of list2){let key=keyOf(element,keys);if(key===null||found.
has(key))return null;found.set(key,element)}return found}var POD,CONTAINER,OTHER,init_list_keys=__esm({"src/workload/list-keys.ts"(){"use strict";init_json();init_pod_template();
POD={"spec containers":["name"],"spec initContainers":["name"],"spec ephemeralContainers":["name"],"spec volumes":["name"],"spec imagePullSecrets":["name"],"spe\
c hostAliases":["ip"],"spec topologySpreadConstraints":["topologyKey","whenUnsatisfiable"],"spec schedulingGates":["name"],"spec resourceClaims":["name"]},CONTAINER=
{env:["name"],ports:["containerPort","protocol"],volumeMounts:["mountPath"],volumeDevices:["devicePath"]},OTHER={"Service spec ports":["port","protocol"],"Servi\
ceAccount secrets":["name"],"ServiceAccount imagePullSecrets":["name"]}}});function parse2(quantity){if(typeof quantity!="string"&&typeof quantity!="number")return null;let match=/^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,2})|([numkMGTPE]|[KMGTPE]i)?)$/.
exec(String(quantity));if(!match)return null;let[,sign,whole="",fraction="",exponent,suffix=""]=match;if(whole===""&&fraction===""||whole.length>30||fraction.length>
30)return null;let[base,power]=exponent===void 0?SUFFIX[suffix]:[10n,Number(exponent)],value=BigInt(whole+fraction)*10n**48n;return value=power<0?value/base**BigInt(
-power):value*base**BigInt(power),value/=10n**BigInt(fraction.length),sign==="-"?-value:value}function sameQuantity(a,b){let left=parse2(a);return left!==null&&
left===parse2(b)}function isQuantityPath(path12){return QUANTITIES.test(path12.join(" "))}var SUFFIX,QUANTITIES,init_quantity=__esm({"src/workload/quantity.ts"(){
"use strict";SUFFIX={n:[10n,-9],u:[10n,-6],m:[10n,-3],"":[10n,0],k:[10n,3],M:[10n,6],G:[10n,9],T:[10n,12],P:[10n,15],E:[10n,18],Ki:[2n,10],Mi:[2n,20],Gi:[2n,30],
Ti:[2n,40],Pi:[2n,50],Ei:[2n,60]};QUANTITIES=/(^| )resources (limits|requests) [^ ]+$|^spec hard [^ ]+$|(^| )(sizeLimit|divisor)$|^spec metrics( \w+)? target (averageValue|value)$/}});function asStored(object2){if(object2.kind!=="Secret"||object2.apiVersion!=="v1"||!isMap(object2.stringData))return object2;let{stringData,...rest}=object2,encoded=Object.
entries(stringData).map(([key,text3])=>[key,Buffer.from(textOf2(text3),"utf8").toString("base64")]),data=rest.data;return{...rest,data:{...isMap(data)?data:{},...Object.
fromEntries(encoded)}}}var init_secret_data=__esm({"src/workload/secret-data.ts"(){"use strict";init_json()}});function serverDefaultsEqual(live,rendered,original){let{status:_,...wanted}=asStored(rendered);return covers(rendered.kind,[],live,withoutServersMetadata(wanted))&&
!leftOver(rendered.kind,[],live,original??void 0,wanted)&&(live.metadata.managedFields??[]).every(({manager,operation,subresource,fieldsV1})=>manager!==FIELD_MANAGER||
operation!=="Apply"||subresource!==void 0||!ownsMore(fieldsV1,wanted))}function isTextMap(key){return TEXT_MAPS.includes(key)}function isDroppedWhenEmpty(key,value){
return isEmpty(value)&&(Array.isArray(value)||isTextMap(key))}function covers(kind,path12,live,wanted){if(live==null)return wanted==null||isDroppedWhenEmpty(path12.
at(-1)??"",wanted);if(wanted==null)return isEmpty(live);if(isMap(wanted))return isMap(live)&&Object.entries(wanted).every(([key,value])=>covers(kind,[...path12,
key],live[key],value));if(!Array.isArray(wanted))return wanted===live||isQuantityPath(path12)&&sameQuantity(wanted,live);if(!Array.isArray(live))return!1;if(isSet(
path12))return wanted.every(item=>live.includes(item));let keys=listKeys(kind,path12),[ours,theirs]=[keys&&byKey(wanted,keys),keys&&byKey(live,keys)];return ours&&
theirs?[...ours].every(([key,element])=>covers(kind,path12,theirs.get(key),element)):live.length===wanted.length&&wanted.every((item,i)=>covers(kind,path12,live[i],
item))}function leftOver(kind,path12,live,original,wanted){if(live===void 0||original===void 0||original===null)return!1;if(wanted==null)return!isEmpty(live);if(isMap(
original))return Object.keys(original).some(key=>path12.join(" ")==="metadata annotations"&&key===LAST_APPLIED||path12.length===0&&key==="status"?!1:leftOver(kind,
[...path12,key],field(live,key),original[key],field(wanted,key)));let keys=listKeys(kind,path12),[before,now,there]=[original,wanted,live].map(list2=>keys&&byKey(
list2,keys));return!before||!now||!there?!1:[...before].some(([key,element])=>leftOver(kind,path12,there.get(key),element,now.get(key)))}function ownsMore(fields7,wanted){
return isMap(fields7)?Object.entries(fields7).some(([name,inner])=>{let[prefix,rest]=[name.slice(0,2),name.slice(2)];if(name===".")return!1;if(prefix==="f:"){let value=field(
wanted,rest);return value==null||ownsMore(inner,value)}if(prefix==="k:"&&Array.isArray(wanted)){let element=wanted.find(item=>matchesKey(item,rest));return element===
void 0||ownsMore(inner,element)}return prefix==="v:"&&Array.isArray(wanted)?!wanted.some(item=>same2(item,parsed(rest))):!1}):!1}function matchesKey(item,text3){
let key=parsed(text3);return isMap(key)&&isMap(item)&&Object.entries(key).every(([name,value])=>(item[name]??(name==="protocol"?"TCP":void 0))===value)}function parsed(text3){
try{return JSON.parse(text3)}catch{return}}function withoutServersMetadata(object2){let{resourceVersion,uid,generation,creationTimestamp,managedFields,...metadata}=object2.
metadata;return{...object2,metadata}}function isEmpty(value){return value==null?!0:typeof value=="object"&&Object.keys(value).length===0}var TEXT_MAPS,field,init_compare=__esm(
{"src/workload/compare.ts"(){"use strict";init_client();init_json();init_last_applied();init_list_keys();init_quantity();init_secret_data();TEXT_MAPS=["labels",
"annotations","nodeSelector","matchLabels","limits","requests","data","binaryData"];field=(map,key)=>isMap(map)&&Object.hasOwn(map,key)?map[key]:void 0}});function threeWayMerge(input){let{live}=input,modified=mergeable(input.modified,input.autoscaled===!0&&at(live,"spec","replicas")!==void 0),original=input.original===
null?{}:mergeable(input.original,!0),merged=mergeMaps(live.kind,[],original,modified,live);if(live.metadata.annotations?.[LAST_APPLIED]===void 0)return merged;let annotations={
...merged.metadata.annotations,[LAST_APPLIED]:lastAppliedText(input.modified)};return{...merged,metadata:{...merged.metadata,annotations}}}function unchanged(live,merged){
return same2(withoutEmptyMetadata(live),withoutEmptyMetadata(merged))}function withoutEmptyMetadata(object2){let empty=([key,value])=>(key==="labels"||key==="an\
notations")&&Object.keys(value??{}).length===0,metadata=Object.fromEntries(Object.entries(object2.metadata).filter(entry3=>!empty(entry3)));return{...object2,metadata}}
function mergeable(manifest,withoutReplicas){let object2=withoutNull(asStored(manifest)),metadata=without2(isMap(object2.metadata)?object2.metadata:{},SERVERS_METADATA),
annotations=isMap(metadata.annotations)?{annotations:without2(metadata.annotations,[LAST_APPLIED])}:{},spec=withoutReplicas&&isMap(object2.spec)?{spec:without2(
object2.spec,["replicas"])}:{};return{...without2(object2,["status"]),metadata:{...metadata,...annotations},...spec}}function merge(kind,path12,original,modified,live){
return isMap(modified)?mergeMaps(kind,path12,isMap(original)?original:{},modified,isMap(live)?live:{}):Array.isArray(modified)?mergeLists(kind,path12,original,modified,
live):isQuantityPath(path12)&&sameQuantity(modified,live)?live:modified}function mergeMaps(kind,path12,original,modified,live){let exclusive=isExclusive(kind,path12),
kept=Object.entries(live).flatMap(([key,value])=>Object.hasOwn(modified,key)?[[key,mergeKey(key,value)]]:isTextMap(key)&&isMap(value)&&isMap(original[key])?withoutOurs(
key,value,original[key]):exclusive||Object.hasOwn(original,key)?[]:[[key,value]]),added=Object.keys(modified).filter(key=>!Object.hasOwn(live,key)&&!isDroppedWhenEmpty(
key,modified[key]));return Object.fromEntries([...kept,...added.map(key=>[key,mergeKey(key,void 0)])]);function mergeKey(key,value){let before=Object.hasOwn(original,
key)?original[key]:void 0;return merge(kind,[...path12,key],before,modified[key],value)}}function withoutOurs(key,live,original){let rest=without2(live,Object.keys(
original));return Object.keys(rest).length>0?[[key,rest]]:[]}function mergeLists(kind,path12,original,modified,live){if(isSet(path12)){let[before2,present2]=[original,
live].map(list2=>(Array.isArray(list2)?list2:[]).map(String)),others2=present2.filter(item=>!modified.includes(item)&&!before2.includes(item)),asItem=item=>({key:String(
item)});return interleave(modified.map(asItem),others2.map(asItem),present2).map(({key})=>key)}let keys=listKeys(kind,path12),wanted=keys&&byKey(modified,keys),
present=keys&&byKey(live??[],keys);if(!keys||!wanted||!present)return same2(original,modified)&&covers(kind,path12,live,modified)?live:modified;let before=byKey(
original??[],keys)??new Map,ours=[...wanted].map(([key,element])=>({key,element:merge(kind,path12,before.get(key),element,present.get(key))})),others=[...present].
filter(([key])=>!wanted.has(key)&&!before.has(key)).map(([key,element])=>({key,element}));return interleave(ours,others,[...present.keys()]).map(({element})=>element)}
function interleave(ours,others,order){let result=[],next=0;for(let own2 of ours){let place=order.indexOf(own2.key);for(;next<others.length&&place>order.indexOf(
others[next].key);)result.push(others[next++]);result.push(own2)}return[...result,...others.slice(next)]}function without2(map,keys){return Object.fromEntries(Object.
entries(map).filter(([key])=>!keys.includes(key)))}function withoutNull(value){return Array.isArray(value)?value.map(withoutNull):isMap(value)?Object.fromEntries(
Object.entries(value).filter(([,inner])=>inner!=null).map(([key,inner])=>[key,withoutNull(inner)])):value}var SERVERS_METADATA,init_merge=__esm({"src/workload/m\
erge.ts"(){"use strict";init_compare();init_json();init_last_applied();init_list_keys();init_quantity();init_secret_data();SERVERS_METADATA=["resourceVersion","\
uid","generation","creationTimestamp","managedFields","selfLink"]}});function planWorkload(input){return[...input.rendered].sort((a,b)=>rank(a.kind)-rank(b.kind)).flatMap(object2=>planObject(object2,input)).concat(raiseForeign(input))}
function rank(kind){let first=ORDER.indexOf(kind);if(first>=0)return first;let last=LAST.indexOf(kind);return last>=0?100+last:50}function planObject(rendered,input){
let live=input.live.get(identity(refOf(rendered)))??null,autoscaled=all(input).some(hpa=>targets(hpa,input.deployment)),desired=tune(rendered,live,autoscaled,input),
base={kind:"write",ref:refOf(rendered),before:live,why:input.why},remember=raisedMinimumOf(rendered,desired);if(!live)return[{...base,verb:"apply",after:signed(
desired,input),remember}];if(isOurs(live,input.rollout)){let after2=signed(desired,input);return serverDefaultsEqual(live,after2)?[]:[{...base,verb:"apply",after:guarded(
after2,live),remember}]}let after=threeWayMerge({original:lastApplied(live),modified:desired,live});return unchanged(live,after)?[]:[{...base,verb:"replace",after,
remember}]}function all(input){return[...input.autoscalers,...input.rendered.filter(o=>o.kind==="HorizontalPodAutoscaler")]}function tune(rendered,live,autoscaled,input){
if(rendered.kind==="Deployment"&&rendered.metadata.name===input.deployment){let{replicas:manifest,...spec}=rendered.spec,replicas=Math.max(manifest??1,input.replicas,
live?.spec?.replicas??0);return{...rendered,spec:{...spec,...autoscaled?{}:{replicas},strategy:neverUnavailable(spec.strategy)}}}if(rendered.kind==="HorizontalP\
odAutoscaler"&&targets(rendered,input.deployment)){let spec=rendered.spec,liveMin=live?.spec?.minReplicas??0,minimum=Math.min(spec.maxReplicas,Math.max(spec.minReplicas??
1,input.replicas,liveMin));return{...rendered,spec:{...spec,minReplicas:minimum}}}return rendered}function neverUnavailable(strategy){if(strategy?.type==="Recre\
ate")return strategy;let surge=strategy?.rollingUpdate?.maxSurge;return{type:"RollingUpdate",rollingUpdate:{maxSurge:surge===void 0||surge===0||surge==="0%"?"25\
%":surge,maxUnavailable:0}}}function raisedMinimumOf(rendered,desired){if(rendered.kind!=="HorizontalPodAutoscaler")return null;let before=rendered.spec.minReplicas??
1;return desired.spec.minReplicas>before?{kind:"autoscaler",ref:refOf(rendered),minReplicas:before}:null}function raiseForeign(input){let own2=new Set(input.rendered.
map(o=>identity(refOf(o))));return input.autoscalers.filter(hpa=>targets(hpa,input.deployment)&&!own2.has(identity(refOf(hpa)))).flatMap(hpa=>raiseMinimum(hpa,input.
replicas,input.why))}function raiseMinimum(hpa,needed,why){let after=raisedMinimum(hpa,needed);if(!after)return[];let minReplicas=hpa.spec.minReplicas??1;return[
{kind:"write",verb:"replace",ref:refOf(hpa),before:hpa,after,why,remember:{kind:"autoscaler",ref:refOf(hpa),minReplicas}}]}function raiseCapacity(input,deployment,needed,why){
let autoscalers2=input.autoscalers.filter(hpa=>targets(hpa,deployment));if(autoscalers2.length>0)return autoscalers2.flatMap(hpa=>raiseMinimum(hpa,needed,why));
let live=deploymentNamed(input.live.values(),deployment);if(!live||(live.spec.replicas??1)>=needed)return[];let after={...live,spec:{...live.spec,replicas:needed}};
return[{kind:"write",verb:"replace",ref:refOf(live),before:live,after,why,remember:null}]}function targets(hpa,deployment){let{namespace}=hpa.metadata;return autoscalersOf(
[hpa],{apiVersion:"apps/v1",kind:"Deployment",metadata:{name:deployment,namespace}}).length>0}function isOurs(object2,rollout){return object2.metadata.labels?.[ROLLOUT_LABEL]===
rollout}function signed(object2,input){let{metadata}=object2;return{...object2,metadata:{...metadata,labels:{...metadata.labels,[ROLLOUT_LABEL]:input.rollout}}}}
function guarded(after,live){return{...after,metadata:{...after.metadata,resourceVersion:live.metadata.resourceVersion}}}var ORDER,LAST,init_workload=__esm({"sr\
c/plan/workload.ts"(){"use strict";init_deployment();init_object();init_record();init_capacity();init_compare();init_last_applied();init_merge();ORDER=["Namespa\
ce","ServiceAccount","Role","RoleBinding","ConfigMap","PersistentVolumeClaim","Service","PodDisruptionBudget"],LAST=["Deployment","HorizontalPodAutoscaler"]}});function planRemoval(role,input){let own2=input.rendered[role].filter(o=>!input.shared.has(identity(refOf(o))));return removeOurs(own2.map(refOf),input,`${input.
roles[role].name} is no longer routed to`)}function planObsolete(input){return removeOurs(input.obsolete,input,"this release does not have it any more")}function removeOurs(refs,{
live,rollout},why){return refs.filter(ref2=>ref2.kind!=="Namespace").map(ref2=>live.get(identity(ref2))).filter(o=>o!==void 0&&isOurs(o,rollout.name)).sort((a,b)=>removalRank(
a.kind)-removalRank(b.kind)).map(o=>({kind:"write",verb:"delete",ref:refOf(o),before:o,after:null,why,remember:null}))}function removalRank(kind){let index=REMOVAL.
indexOf(kind);return index<0?2.5:index}function restoreAutoscalers(known2,autoscalers2,removals,raised2=new Set){let removed=new Set(removals.map(w=>identity(w.
ref)));return known2.flatMap(({ref:ref2,minReplicas})=>{let live=autoscalers2.find(hpa=>identity(refOf(hpa))===identity(ref2));return!live||removed.has(identity(
ref2))?[]:live.spec.minReplicas===minReplicas&&!raised2.has(identity(ref2))?[]:[{kind:"write",verb:"replace",ref:ref2,before:live,after:{...live,spec:{...live.spec,
minReplicas}},why:"the minimum was raised for the shift only",remember:null}]})}function releaseFields(input,removals){let removed=new Set(removals.map(w=>identity(
w.ref))),routes=input.rollout.routes.map(routeRef),adopted=[...input.rendered.stable,...input.rendered.canary].map(o=>input.live.get(identity(refOf(o)))).filter(
o=>o!==void 0&&!isOurs(o,input.rollout.name)).map(refOf),rules=input.destinationRule?[refOf(input.destinationRule)]:[];return dedupe([...routes,...rules,...adopted,
...input.autoscalers.map(refOf)]).filter(ref2=>!removed.has(identity(ref2))).map(ref2=>({kind:"release-fields",ref:ref2}))}function dedupe(refs){return[...new Map(
refs.map(ref2=>[identity(ref2),ref2])).values()]}var REMOVAL,init_removal=__esm({"src/plan/removal.ts"(){"use strict";init_object();init_route();init_workload();
REMOVAL=["HorizontalPodAutoscaler","Deployment","PodDisruptionBudget","ConfigMap","ServiceAccount","Service"]}});function podReady(pod2){return podCondition(pod2,"Ready")?.status==="True"}function podCondition(pod2,type){return mapsIn(at(pod2,"status","conditions")).find(c=>c.
type===type)}var init_pod_ready=__esm({"src/workload/pod-ready.ts"(){"use strict";init_json()}});function explainNotReady({deployment,pods,events:events2,logs:logs2={}}){let findings=[...refusedPods(deployment),...newest(pods).flatMap(pod2=>podReady(pod2)||
pod2.metadata.deletionTimestamp?[]:ofPod(pod2,events2,logs2))];return{lines:grouped(findings).slice(0,10),fatalEarly:findings.some(({fatal})=>fatal)}}function refusedPods(deployment){
return mapsIn(at(deployment,"status","conditions")).filter(({type,status:status2})=>type==="ReplicaFailure"&&status2==="True").map(({reason,message})=>({pod:null,
text:`no pod can be created: ${sentence2(reason,message)}`,fatal:!1}))}function newest(pods){let time=pod2=>pod2.metadata.creationTimestamp??"",last=[...pods].sort(
(a,b)=>time(a)<time(b)?1:-1)[0],hash=pod2=>pod2.metadata.labels?.["pod-template-hash"];return pods.filter(pod2=>hash(pod2)===(last&&hash(last)))}function ofPod(pod2,events2,logs2){
let{name,uid}=pod2.metadata,own2=events2.filter(event=>{let about=at(event,"involvedObject");return at(about,"name")===name&&(uid===void 0||at(about,"uid")===void 0||
at(about,"uid")===uid)}),finding=(text3,fatal=!1)=>({pod:name,text:text3,fatal}),scheduled=podCondition(pod2,"PodScheduled");if(scheduled?.status==="False")return[
finding(sentence2(scheduled.reason,scheduled.message))];if(at(pod2,"status","phase")==="Failed")return[finding(sentence2(at(pod2,"status","reason")??"Failed",at(
pod2,"status","message")))];let containers=[...mapsIn(at(pod2,"status","initContainerStatuses")).map(status2=>({status:status2,what:"init container"})),...mapsIn(
at(pod2,"status","containerStatuses")).map(status2=>({status:status2,what:"container"}))].flatMap(({status:status2,what:what3})=>{let found=ofContainer(status2,
own2,logs2[`${name}/${String(status2.name)}`]);return found?[finding(`${what3} ${String(status2.name)}: ${found.text}`,found.fatal)]:[]}),mounts=mapsIn(at(pod2,
"status","containerStatuses")).some(s=>isMap(at(s,"state","running")))?[]:latest(own2,["FailedMount","FailedAttachVolume","FailedCreatePodSandBox"]);return[...containers,
...mounts.map(event=>finding(sentence2(event.reason,event.message)))]}function ofContainer(status2,events2,log){let waiting=at(status2,"state","waiting"),reason=textOf2(
at(waiting,"reason")),message=at(waiting,"message"),restarts=typeof status2.restartCount=="number"?status2.restartCount:0;if(reason==="CrashLoopBackOff")return{
text:`CrashLoopBackOff: ${ended(status2,restarts,log)}`,fatal:restarts>=ENOUGH};if(isMap(waiting)&&reason!==""&&!STARTING.includes(reason)){let fatal=NEVER_BY_ITSELF.
includes(reason)||PULL.includes(reason)&&(isDefinite(textOf2(message))||attempts(events2,/pull|image/i)>=ENOUGH)||CONFIG.includes(reason)&&attempts(events2,new RegExp(
escaped(textOf2(message))))>=ENOUGH;return{text:sentence2(reason,message),fatal}}let last=at(status2,"state","terminated")??at(status2,"lastState","terminated");
if(isMap(last)&&last.exitCode!==0)return{text:ended(status2,restarts,log),fatal:!1};if(isMap(at(status2,"state","running"))&&status2.ready===!1){let probe=latest(
events2,["Unhealthy"])[0];return{text:probe?String(probe.message).trim():"running, but not ready yet",fatal:!1}}return null}function isDefinite(message){return/manifest unknown|not found|unauthorized|denied|no match for platform/i.
test(message)}function ended(status2,restarts,log){let last=at(status2,"lastState","terminated")??at(status2,"state","terminated"),why=at(last,"reason"),code2=at(
last,"exitCode"),parts=[why==="OOMKilled"?"OOMKilled: it needed more memory than its limit":isMap(last)?`ended with exit code ${String(code2)}${why&&why!=="Erro\
r"?` (${textOf2(why)})`:""}`:"ended",...restarts>0?[`${restarts} ${restarts===1?"restart":"restarts"}`]:[]].join(", "),said=lastLine(log)??lastLine(at(last,"mes\
sage"));return said?`${parts}; last line: ${said}`:parts}function lastLine(text3){if(typeof text3!="string")return null;let line2=text3.trimEnd().split(`
`).at(-1)?.trim()??"";return line2===""?null:line2.slice(0,300)}function latest(events2,reasons){let time=event=>String(event.lastTimestamp??event.eventTime??"");
return events2.filter(event=>reasons.includes(String(event.reason))).sort((a,b)=>time(a)<time(b)?1:-1).slice(0,1)}function attempts(events2,text3){return Math.max(
0,...events2.filter(event=>event.type!=="Normal"&&/^(Failed|BackOff|ErrImage)/.test(String(event.reason))).filter(event=>text3.test(String(event.message))).map(
event=>Number(event.count??at(event,"series","count")??1)))}function escaped(text3){return text3.replace(/[.*+?^${}()|[\]\\]/g,"\\$&")}function sentence2(reason,message){
let text3=typeof message=="string"?message.trim():"";return[textOf2(reason),text3].filter(part=>part!=="").join(": ")}function grouped(findings){let pods=new Map;
for(let{pod:pod2,text:text3}of findings){let cause=pod2===null?text3:text3.replaceAll(pod2,"\0");pods.set(cause,[...pods.get(cause)??[],pod2])}return[...pods].map(
([cause,[first,...others]])=>{if(first==null)return cause;let more=others.length>0?` and ${others.length} more`:"";return`pod ${first}${more}: ${cause.replaceAll(
"\0",first)}`})}var ENOUGH,NEVER_BY_ITSELF,PULL,CONFIG,STARTING,init_not_ready=__esm({"src/workload/not-ready.ts"(){"use strict";init_json();init_pod_ready();ENOUGH=
3,NEVER_BY_ITSELF=["ErrImageNeverPull","InvalidImageName"],PULL=["ImagePullBackOff","ErrImagePull","RegistryUnavailable"],CONFIG=["CreateContainerConfigError","\
CreateContainerError","RunContainerError"],STARTING=["ContainerCreating","PodInitializing"]}});function deploymentReady(deployment,needed,options={}){let generation=count(deployment,"metadata","generation"),observed=count(deployment,"status","observedGene\
ration");if(observed<generation)return{ready:!1,text:`generation ${generation} not observed yet${observed>0?`, only ${observed}`:""}`};let total=count(deployment,
"status","replicas"),updated=count(deployment,"status","updatedReplicas"),waits=count(deployment,"spec","minReadySeconds")>0,answering=count(deployment,"status",
waits?"availableReplicas":"readyReplicas"),old=Math.max(0,total-updated),ready2=Math.min(updated,Math.max(0,answering-old)),text3=[`${ready2} of ${needed} pods \
ready`,...old>0?[`${old} old ${old===1?"pod":"pods"} left`]:[],...at(deployment,"spec","paused")===!0?["the Deployment is paused"]:[],...stalled(deployment),`ge\
neration ${observed} observed`].join(", ");return{ready:ready2>=needed&&!(options.onlyNew&&old>0),text:text3}}function stalled(deployment){return mapsIn(at(deployment,
"status","conditions")).filter(({type,status:status2,reason})=>type==="Progressing"&&status2==="False"&&reason==="ProgressDeadlineExceeded").map(()=>"its progre\
ss deadline is exceeded")}function count(object2,...path12){let value=at(object2,...path12);return typeof value=="number"?value:0}var init_readiness=__esm({"src\
/workload/readiness.ts"(){"use strict";init_json();init_not_ready()}});function scopeOf(route2,context){let{sides:sides3,namespace,dialect}=context,routeNamespace=textOf(objectOf(route2.metadata)?.namespace)??namespace;return{sides:sides3,
namespace,routeNamespace,dialect}}function rulesOf(route2,dialect){return listOf(objectOf(route2.spec)?.[dialect.rules])}function otherRole(role){return role===
"stable"?"canary":"stable"}function entriesOf(rule2,dialect){return listOf(objectOf(rule2)?.[dialect.entries])}function withEntries(rule2,entries3,dialect){return{
...rule2,[dialect.entries]:entries3}}function destinationOf(entry3,dialect){return dialect.destination.of(objectOf(entry3)??{})}function roleOf(destination,scope){
let narrowFirst=["stable","canary"].toSorted((a,b)=>rank2(scope.sides[a].backend)-rank2(scope.sides[b].backend)),dialect=scope.dialect.destination;return narrowFirst.
find(role=>dialect.names(destination,scope.sides[role].backend,scope))??null}function rank2(backend){return backend.kind==="subset"?0:1}function roleOfEntry(entry3,scope){
return roleOf(destinationOf(entry3,scope.dialect),scope)}function isUnpinned(entry3,scope){return scope.dialect.destination.isUnpinned(destinationOf(entry3,scope.
dialect),scope)}function newDestination(model,role,scope){let{destination}=scope.dialect,{port}=scope.sides[role].backend;return destination.pointAt(model,role,
scope,port===null?model.port:destination.port(port))}function weightOf(entry3,dialect){let weight2=objectOf(entry3)?.weight??dialect.defaultWeight;return typeof weight2==
"number"&&Number.isInteger(weight2)&&weight2>=0?weight2:null}var init_scope=__esm({"src/mesh/rules/scope.ts"(){"use strict";init_json_reading()}});function describeRule(rule2,index,dialect){let name=textOf(objectOf(rule2)?.name);return`${`${dialect.rules}[${index}]${name?` ${JSON.stringify(name)}`:""}`} (${dialect.
match.describe(rule2)}): ${describeTargets(rule2,dialect)}`}function describeTargets(rule2,dialect){let instead3=dialect.instead(objectOf(rule2)??{});if(instead3)
return instead3.what;let entries3=entriesOf(rule2,dialect);return entries3.length===0?"no destination":entries3.map(entry3=>{let weight2=objectOf(entry3)?.weight,
name=dialect.destination.name(destinationOf(entry3,dialect));return weight2===void 0?name:`${name} ${typeof weight2=="number"?weight2:JSON.stringify(weight2)}`}).
join(", ")}var init_describe=__esm({"src/mesh/rules/describe.ts"(){"use strict";init_json_reading();init_scope()}});function diffRoutes(before,after,dialect){let[old,now]=[rulesOf(before,dialect),rulesOf(after,dialect)];return[...pairRules(old,now,dialect).flatMap(([i,j])=>i===
null?[`new rule ${describeRule(now[j],j,dialect)}`]:j===null?[`removed rule ${describeRule(old[i],i,dialect)}`]:diffRule(old[i],now[j],`${dialect.rules}[${j}]`,
dialect)),...changedPaths(withoutRules(before,dialect),withoutRules(after,dialect)).map(line)]}function pairRules(old,now,dialect){let shorter=Math.min(old.length,
now.length),alike=(i,j)=>old.length===now.length||identity2(old[i],dialect)===identity2(now[j],dialect),front=0;for(;front<shorter&&alike(front,front);)front++;
let back=0;for(;back<shorter-front&&alike(old.length-1-back,now.length-1-back);)back++;return[...range(0,front).map(i=>[i,i]),...range(front,old.length-back).map(
i=>[i,null]),...range(front,now.length-back).map(j=>[null,j]),...range(0,back).map(n=>[old.length-back+n,now.length-back+n])]}function identity2(rule2,{matches:matches3}){
let object2=objectOf(rule2);return JSON.stringify([object2?.name??null,object2?.[matches3]??null])}function range(from2,to){return Array.from({length:Math.max(0,
to-from2)},(_,i)=>from2+i)}function diffRule(before,after,where,dialect){if(deepEqual(before,after))return[];let rest=rule2=>without(objectOf(rule2)??{},dialect.
entries);return[...diffEntries(entriesOf(before,dialect),entriesOf(after,dialect),`${where} ${dialect.entries}`,dialect),...changedPaths(rest(before),rest(after),
where).map(line)]}function diffEntries(before,after,where,dialect){let entryName=entry3=>nameOf(entry3,dialect);if(before.length===after.length)return before.flatMap(
(old2,i)=>diffEntry(old2,after[i],where,dialect));let keys=list2=>list2.map(entry3=>JSON.stringify(destinationOf(entry3,dialect)??null)),[old,now]=[keys(before),
keys(after)];return[...before.flatMap((entry3,i)=>now.includes(old[i])?[]:[`${where} ${entryName(entry3)} removed${weightText(entry3,", weight was ")}`]),...after.
flatMap((entry3,i)=>{let same3=old.indexOf(now[i]);return same3<0?[`${where} ${entryName(entry3)} added${weightText(entry3," with weight ")}`]:diffEntry(before[same3],
entry3,where,dialect)})]}function diffEntry(before,after,where,dialect){let[from2,to]=[nameOf(before,dialect),nameOf(after,dialect)],[old,now]=[destinationOf(before,
dialect),destinationOf(after,dialect)],renamed2=deepEqual(old,now)?[]:from2===to?changedPaths(old,now,`${where} ${to}`).map(line):[`${where} ${from2} -> ${to}`],
others=entry3=>dialect.destination.with(objectOf(entry3)??{},{});return[...renamed2,...changedPaths(others(before),others(after)).map(change=>`${where} ${to} ${line(
change)}`)]}function nameOf(entry3,dialect){return dialect.destination.name(destinationOf(entry3,dialect))}function weightText(entry3,before){let weight2=objectOf(
entry3)?.weight;return weight2===void 0?"":`${before}${JSON.stringify(weight2)}`}function withoutRules(route2,dialect){let metadata=objectOf(route2.metadata);return{
...without(route2,"metadata","spec","status"),metadata:{labels:metadata?.labels,annotations:metadata?.annotations},spec:without(objectOf(route2.spec)??{},dialect.
rules)}}function line({path:path12,before,after}){return`${path12===""?"":`${path12} `}${show(before)} -> ${show(after)}`}function show(value){return value===void 0?
"(none)":textOf(value)??JSON.stringify(value)}var init_diff=__esm({"src/mesh/rules/diff.ts"(){"use strict";init_json_diff();init_json_reading();init_describe();
init_scope()}});function markOf(rules,index,dialect){let{name,match}=identityOf(rules[index],dialect),same3=rules.map((rule2,i)=>({i,...identityOf(rule2,dialect)})).filter(r=>deepEqual(
r.name,name)&&deepEqual(r.match,match));return{name,match,nth:same3.findIndex(r=>r.i===index)}}function findMarked(rules,mark,dialect){let indexed=rules.map((rule2,i)=>({
i,...identityOf(rule2,dialect)})),same3=indexed.filter(r=>deepEqual(r.name,mark.name)&&deepEqual(r.match,mark.match)),exact=same3[mark.nth]??(same3.length===1?same3[0]:
void 0);if(exact)return exact.i;let named4=mark.name===null?[]:indexed.filter(r=>r.name===mark.name);return named4.length===1?named4[0].i:null}function identityOf(rule2,{
match}){let object2=objectOf(rule2)??{};return{name:textOf(object2.name),match:match.identity(object2)}}function parseMark(json3){let mark=objectOf(json3);if(!mark||
!("match"in mark))return null;let nth=mark.nth;return{name:textOf(mark.name),match:mark.match??null,nth:typeof nth=="number"&&Number.isInteger(nth)&&nth>=0?nth:
0}}function readMark(vs){let text3=textOf(annotationsOf(vs)[RULE_ANNOTATION]);if(!text3)return null;try{return parseMark(JSON.parse(text3))}catch{return null}}function annotationsOf(vs){
return objectOf(objectOf(vs.metadata)?.annotations)??{}}function markedByAnother(vs,rollout,{noun}){let other=textOf(annotationsOf(vs)[ROLLOUT_ANNOTATION]);if(other===
null||other===rollout)return[];let name=textOf(objectOf(vs.metadata)?.name)??"";return[{code:"route-taken",message:`${noun} ${name} is in use by the rollout ${JSON.
stringify(other)}, not by ${JSON.stringify(rollout)}. Two rollouts cannot share one route; abort the other one, or remove the annotation ${ROLLOUT_ANNOTATION} i\
f it no longer exists`}]}function withMarks(vs,rollout,mark,others){return withAnnotations(vs,{...without(annotationsOf(vs),HEADER_RULES_ANNOTATION),[ROLLOUT_ANNOTATION]:rollout,
[RULE_ANNOTATION]:JSON.stringify(mark),...others})}function removeMarks(vs){let had=annotationsOf(vs),rest=without(had,ROLLOUT_ANNOTATION,RULE_ANNOTATION,HEADER_RULES_ANNOTATION);
return deepEqual(had,rest)?vs:withAnnotations(vs,Object.keys(rest).length===0?void 0:rest)}function withAnnotations(vs,annotations){let metadata=without(objectOf(
vs.metadata)??{},"annotations");return{...vs,metadata:{...metadata,...annotations?{annotations}:{}}}}function withRules(vs,rules,dialect){return{...vs,spec:{...objectOf(
vs.spec),[dialect.rules]:rules}}}function teamRules(vs,rollout,dialect){let ours=dialect.headerRules.indexes(vs,rollout),kept=rulesOf(vs,dialect).map((rule2,index)=>({
rule:rule2,index})).filter(({index})=>!ours.includes(index));return{rules:kept.map(({rule:rule2})=>rule2),indexes:kept.map(({index})=>index)}}var ROLLOUT_ANNOTATION,
RULE_ANNOTATION,HEADER_RULES_ANNOTATION,init_marks=__esm({"src/mesh/rules/marks.ts"(){"use strict";init_json_diff();init_json_reading();init_scope();ROLLOUT_ANNOTATION=
"shiftgate.dev/rollout",RULE_ANNOTATION="shiftgate.dev/rule",HEADER_RULES_ANNOTATION="shiftgate.dev/header-rules"}});function storeMemory(memory){return{schema:SCHEMA,...memory}}function parseMemory(json3){let memory=objectOf(json3)??{},base=objectOf(memory.base)??{},start=objectOf(
memory.start),annotations=objectOf(start?.annotations),pins2=listOf(memory.pins).flatMap(parsePin);return{rule:parseMark(memory.rule),base:{sum:countOf(base.sum),
lone:base.lone??null,others:listOf(base.others).map(w=>countOf(w)??0)},destinations:parseEntries(memory.destinations),mirror:objectOf(memory.mirror)??{},pins:pins2,
start:start&&{destinations:parseEntries(start.destinations),unpinned:textOf(start.unpinned),mirror:objectOf(start.mirror)??{},annotations:{present:annotations?.
present===!0,rollout:textOf(annotations?.rollout),rule:textOf(annotations?.rule)},retargeted:Math.min(countOf(start.retargeted)??0,pins2.length)}}}function parseEntries(json3){
return Object.fromEntries(Object.entries(objectOf(json3)??{}).flatMap(([version2,value])=>{let entry3=objectOf(objectOf(value)?.entry);return entry3?[[version2,
{entry:entry3,position:countOf(objectOf(value)?.position)??0}]]:[]}))}function parsePin(json3){let pin=objectOf(json3),rule2=parseMark(pin?.rule),version2=textOf(
pin?.version),before=objectOf(pin?.before),after=objectOf(pin?.after);return rule2&&version2&&before&&after?[{rule:rule2,version:version2,position:countOf(pin?.
position),before,after}]:[]}function countOf(json3){return typeof json3=="number"&&Number.isInteger(json3)&&json3>=0?json3:null}var SCHEMA,init_memory=__esm({"s\
rc/mesh/rules/memory.ts"(){"use strict";init_json_reading();init_marks();SCHEMA=1}});function headerRules(rule2,index,headers3,rollout,scope){let built=headers3.map((header,n)=>headerRule(rule2,index,header,{rollout,n},scope)),problems=built.flatMap(
result=>result.ok?[]:result.problems);return problems.length>0?{ok:!1,problems}:{ok:!0,rules:built.flatMap(result=>result.ok?result.rules:[])}}function headerRule(rule2,index,header,mark,scope){
let{match,mirror,destination,headerRules:headerRules2,matches:matches3}=scope.dialect,combined=match.elements(rule2).map(element=>match.combine(element,header)),
unclear=combined.find(c=>c.kind==="unclear"),elements=combined.flatMap(c=>c.kind==="element"?[c.element]:[]);if(unclear||elements.length===0)return{ok:!1,problems:[
notCombinable(rule2,index,header,unclear??combined[0],scope)]};let canary=entriesOf(rule2,scope.dialect).find(entry3=>roleOfEntry(entry3,scope)==="canary"),foreign=mirror.
withFields(rule2,mirror.without(mirror.fields(rule2),"canary",scope)),alone2=withEntries(foreign,[destination.alone(objectOf(canary)??{})],scope.dialect);return{
ok:!0,rules:[headerRules2.marked({...alone2,[matches3]:elements},mark.rollout,mark.n)]}}function notCombinable(rule2,index,header,why,{dialect}){let where=why.kind===
"element"?"header":why.where,text3=`${describeRule(rule2,index,dialect)}: the header route ${describeHeader(header)}`;return why.kind==="unclear"?{code:"header-\
overlap",message:`${text3} and this rule both have a condition on the ${where}, and ${dialect.noun} has room for one. Use another header, or the same condition \
as the rule`}:{code:"header-contradiction",message:`${text3} can never match: this rule already demands another value of the ${where}`}}function describeHeader(header){
return[...Object.entries(header.headers),...header.path?[["path",header.path]]:[]].map(([name,m])=>m.kind==="present"?name:`${name} ${m.kind} ${m.value}`).join(
", ")}function readHeaderRules(made,rule2,rollout,scope){let{match}=scope.dialect,headers3=made.map((clone,n)=>{let element=match.elements(clone)[0]??{},candidates=match.
elements(rule2).map(theirs=>match.beyond(element,theirs)),written2=header2=>{let result=headerRule(rule2,0,header2,{rollout,n},scope);return result.ok&&deepEqual(
result.rules[0],clone)},header=candidates.find(written2);return header?{header,exact:!0}:{header:candidates[0],exact:!1}});return{headers:headers3.map(({header})=>header),
exact:headers3.every(({exact})=>exact)}}var init_header_rules=__esm({"src/mesh/rules/header-rules.ts"(){"use strict";init_json_diff();init_json_reading();init_describe();
init_scope()}});function pinsOf(rule2,index,scope){let roles=entriesOf(rule2,scope.dialect).map(entry3=>roleOfEntry(entry3,scope)),mirrored=scope.dialect.mirror.all(objectOf(rule2)??
{},scope).map(({role})=>role);return["stable","canary"].flatMap(role=>{let destinations=roles.flatMap((found,i)=>found===role?[i]:[]),mirror=mirrored.includes(role);
return destinations.length===0&&!mirror?[]:[{index,role,destinations,mirror,description:describeRule(rule2,index,scope.dialect)}]})}var init_pins=__esm({"src/me\
sh/rules/pins.ts"(){"use strict";init_json_reading();init_describe();init_scope()}});function unsupportedRoute(route2,dialect){let name=textOf(objectOf(route2.metadata)?.name)??"";return route2.kind===dialect.noun?dialect.unsupportedRoute(route2,
name):[{code:"unsupported-route",message:`expected ${/^[AEIO]|^HTTP/.test(dialect.noun)?"an":"a"} ${dialect.noun}, but ${name} is a ${String(route2.kind)}`}]}function unsupportedRule(rule2,index,scope){
let{dialect}=scope,path12=`spec.${dialect.rules}[${index}]`,text3=describeRule(rule2,index,dialect),instead3=dialect.instead(objectOf(rule2)??{});if(instead3){let message=`${text3}\
: a rule with ${instead3.what} is not supported: ${instead3.advice}`;return[{code:"unsupported-rule",path:path12,message}]}let entries3=entriesOf(rule2,dialect);
return[...["stable","canary"].flatMap(role=>namedOnce(entries3,role,path12,text3,scope)),...entries3.flatMap((entry3,i)=>weightOf(entry3,dialect)===null?[{code:"\
bad-weight",path:`${path12}.${dialect.entries}[${i}].weight`,message:`${text3}: the weight ${JSON.stringify(objectOf(entry3)?.weight)} is not a whole number of \
0 or more`}]:[]),...dialect.unsupportedRule(objectOf(rule2)??{},path12,text3,scope)]}function namedOnce(entries3,role,path12,text3,scope){let ours=entries3.filter(
entry3=>roleOfEntry(entry3,scope)===role);if(ours.length<2)return[];let{dialect}=scope,destinations=ours.map(entry3=>objectOf(destinationOf(entry3,dialect))),ports=new Set(
destinations.map(d=>JSON.stringify(objectOf(d?.port)?.number??d?.port??null))),{name}=scope.sides[role],what3=ports.size>1?`the version ${name} is named with ${ports.
size} ports (${[...ports].join(", ")}); one rule can shift one port`:`the version ${name} is named ${ours.length} times as ${dialect.destination.name(destinations[0])}\
; its share would be ambiguous`;return[{code:ports.size>1?"two-ports":"duplicate-destination",path:path12,message:`${text3}: ${what3}`}]}var init_shapes=__esm({
"src/mesh/rules/shapes.ts"(){"use strict";init_json_reading();init_describe();init_scope()}});function locateRule(vs,context,recorded){let scope=scopeOf(vs,context),{dialect}=scope,early=[...sameBackend(scope),...unsupportedRoute(vs,dialect),...markedByAnother(
vs,context.rollout,dialect)];if(early.length>0)return{ok:!1,problems:early};let{rules,indexes:indexes2}=teamRules(vs,context.rollout,dialect),candidates=rules.map(
(rule3,i)=>{let roles2=entriesOf(rule3,dialect).map(entry3=>roleOfEntry(entry3,scope));return{index:indexes2[i],rule:rule3,roles:["stable","canary"].filter(role=>roles2.
includes(role)),unpinned:entriesOf(rule3,dialect).some(entry3=>isUnpinned(entry3,scope))}}),choice2=choose(vs,context.rule,candidates,rules,recorded,scope);if(!choice2.
ok)return{ok:!1,problems:[choice2.problem]};let{index,rule:rule2}=choice2.candidate,problems=unsupportedRule(rule2,index,scope);if(problems.length>0)return{ok:!1,
problems};let roles=entriesOf(rule2,dialect).map(entry3=>roleOfEntry(entry3,scope)),unpinnedAt=entriesOf(rule2,dialect).findIndex(entry3=>isUnpinned(entry3,scope)),
position=role=>roles.includes(role)?roles.indexOf(role):null,unpinned=!roles.includes("stable")&&unpinnedAt>=0;return{ok:!0,rule:{index,stableIndex:unpinned?unpinnedAt:
position("stable"),canaryIndex:position("canary"),unpinned,pins:candidates.filter(c=>c.index!==index).flatMap(c=>pinsOf(c.rule,c.index,scope)),ours:dialect.headerRules.
indexes(vs,context.rollout)}}}function choose(vs,said,candidates,rules,recorded,scope){let marked2=mark=>{let candidate=candidates[(mark&&findMarked(rules,mark,
scope.dialect))??-1];return candidate&&isOurs2(candidate)?candidate:null},known2=marked2(recorded);if(known2)return{ok:!0,candidate:known2};if(typeof said=="str\
ing"||said!==null&&!recorded)return named(said,candidates,scope);let inRoute=marked2(readMark(vs));return inRoute?{ok:!0,candidate:inRoute}:find(candidates,rules,
scope)}function named(rule2,candidates,scope){let found=typeof rule2=="number"?candidates.slice(rule2,rule2+1):candidates.filter(c=>textOf(objectOf(c.rule)?.name)===
rule2),said=`rule: ${JSON.stringify(rule2)}`,[candidate,second]=found;return candidate?second?no("ambiguous-rule",`${said} names ${found.length} rules; use the \
index instead`,found,scope):isOurs2(candidate)||isForwarding(candidate.rule,scope)?{ok:!0,candidate}:no("rule-not-ours",`${said} routes neither to ${bothNames(scope)}`,
candidates,scope):no("no-such-rule",`${said} is not in the ${scope.dialect.noun}, which has`,candidates,scope)}function find(candidates,rules,scope){let group2=[
candidates.filter(c=>c.roles.length===2),candidates.filter(c=>c.roles[0]==="stable"),candidates.filter(c=>c.roles[0]==="canary"),candidates.filter(c=>c.unpinned)].
find(g=>g.length>0),candidate=group2?.[0];if(!group2||!candidate)return no("no-rule",`no http rule routes to ${bothNames(scope)}${delegates(rules)}; the rules a\
re`,candidates,scope);if(group2.length>1)return no("ambiguous-rule",`${group2.length} http rules could be the one to shift; set \`rule:\` to a name or an index`,
group2,scope);let apart=candidates.filter(c=>c!==candidate&&isOurs2(c)&&!c.roles.includes(candidate.roles[0])&&takesTheRest(c,candidate,scope));return apart.length===
0||candidate.roles.length===2?{ok:!0,candidate}:no("versions-apart","the two versions are in different http rules, which have no common weight; route to both in\
 one rule, or set `rule:`",[candidate,...apart].toSorted((a,b)=>a.index-b.index),scope)}function takesTheRest(other,ours,{dialect}){return dialect.match.takesTheRest(
other.rule,ours.rule,other.index>ours.index)}function isOurs2(candidate){return candidate.roles.length>0||candidate.unpinned}function isForwarding(rule2,{dialect}){
return dialect.instead(objectOf(rule2)??{})!==null}function delegates(rules){let names4=rules.flatMap(rule2=>textOf(objectOf(objectOf(rule2)?.delegate)?.name)??
[]);return names4.length>0?` (it delegates to ${names4.join(", ")}: name that VirtualService in the rollout file)`:""}function sameBackend(scope){let{stable,canary}=scope.
sides,where=({kind,service,...rest})=>({kind,service,subset:"subset"in rest?rest.subset:null});return deepEqual(where(stable.backend),where(canary.backend))?[{code:"\
same-backend",message:`the versions ${stable.name} and ${canary.name} are the same destination ${stable.backend.service}: give each its own service or subset`}]:
[]}function bothNames(scope){let text3=role=>{let{backend}=scope.sides[role];return backend.kind==="subset"?`${backend.service}/${backend.subset}`:backend.service};
return`${text3("stable")} or ${text3("canary")}`}function no(code2,message,listed2,{dialect}){let list2=listed2.map(c=>`  ${describeRule(c.rule,c.index,dialect)}`);
return{ok:!1,problem:{code:code2,message:[`${message}${list2.length>0?":":""}`,...list2].join(`
`)}}}var init_locate=__esm({"src/mesh/rules/locate.ts"(){"use strict";init_json_diff();init_json_reading();init_describe();init_scope();init_marks();init_pins();
init_shapes()}});function pointBack(rules,records,scope){return records.reduce((current,record)=>exchange(current,record,record.after,record.before,scope),rules)}function pointForward(rules,records,scope){
return records.reduce((current,record)=>exchange(current,record,record.before,record.after,scope),rules)}function isRetargeted(rules,record,scope){let index=findMarked(
rules,record.rule,scope.dialect);return index!==null&&deepEqual(reference(rules[index],record.position,scope),record.after)}function exchange(rules,record,from2,to,scope){
let index=findMarked(rules,record.rule,scope.dialect),rule2=index===null?null:objectOf(rules[index]);return index===null||!rule2||!deepEqual(reference(rule2,record.
position,scope),from2)?rules:withItem(rules,index,withReference(rule2,record.position,to,scope))}function reference(rule2,position,{dialect}){return position===
null?dialect.mirror.fields(objectOf(rule2)??{}):destinationOf(entriesOf(rule2,dialect)[position],dialect)}function withReference(rule2,position,value,{dialect}){
if(position===null)return dialect.mirror.withFields(rule2,value);let entries3=entriesOf(rule2,dialect),entry3=dialect.destination.with(objectOf(entries3[position])??
{},value);return withEntries(rule2,withItem(entries3,position,entry3),dialect)}function retargetPins(rules,own2,gone,known2,destinations,scope){let remaining=otherRole(
gone),version2=scope.sides[gone].name,{dialect}=scope,portOf2=role=>objectOf(destinationOf(destinations[scope.sides[role].name]?.entry,dialect))?.port,[oldPort,
newPort]=[portOf2(gone),portOf2(remaining)],changed=rules,records=known2;for(let pin of pinsIn(rules,own2,gone,scope)){let rule2=markOf(rules,pin.index,dialect),
positions=[...pin.destinations,...pin.mirror?[null]:[]];for(let position of positions){let before=objectOf(reference(rules[pin.index],position,scope))??{},samePort=oldPort!==
void 0&&newPort!==void 0&&deepEqual(before.port,oldPort),after=position===null?dialect.mirror.without(before,gone,scope):dialect.destination.pointAt(before,remaining,
scope,samePort?newPort:before.port),record={rule:rule2,version:version2,position,before,after},old=records.findIndex(r=>r.version===version2&&r.position===position&&
deepEqual(r.rule,rule2));records=old<0?[...records,record]:records.map((r,i)=>i===old?record:r),changed=withItem(changed,pin.index,withReference(objectOf(changed[pin.
index])??{},position,after,scope))}}return{rules:changed,records}}function pinsIn(rules,own2,role,scope){return rules.flatMap((rule2,i)=>i===own2?[]:pinsOf(rule2,
i,scope)).filter(pin=>pin.role===role)}function danglingPins(vs,rules,own2,gone,retarget,scope){let http2=retarget?[]:pinsIn(rules,own2,gone,scope),other=scope.
dialect.otherReferences(vs,gone,scope),{name}=scope.sides[gone];return[...http2.length===0?[]:[{code:"dangling-pin",message:[`these rules would point at nothing\
 without the version ${name}; set \`pins: retarget\` to make them point at the other version, or remove them:`,...http2.map(pin=>`  ${pin.description}`)].join(`\

`)}],...other.length===0?[]:[{code:"dangling-pin",message:[`these rules would point at nothing without the version ${name}, and only http rules are changed; rem\
ove them:`,...other.map(text3=>`  ${text3}`)].join(`
`)}]]}var init_retarget=__esm({"src/mesh/rules/retarget.ts"(){"use strict";init_json_diff();init_json_reading();init_scope();init_marks();init_pins()}});function divideWeights(base,percent4,max=2147483647){let steps=Math.round(percent4*100);if(!(steps>=0&&steps<=1e4)||!(base.sum>0))return null;let canary=base.sum*
steps/1e4;if(Number.isInteger(canary))return{stable:base.sum-canary,canary,others:base.others};let exact=[base.sum*(1e4-steps),base.sum*steps,...base.others.map(
weight2=>weight2*1e4)],divisor=exact.reduce(greatestCommonDivisor),[stable,ours,...others]=exact.map(weight2=>weight2/divisor),all2=[stable,ours,...others],total=all2.
reduce((sum,weight2)=>sum+weight2,0);return all2.some(weight2=>weight2>max)||total>4294967295?null:{stable,canary:ours,others}}function sameShares(a,b){return a.
others.length!==b.others.length?!1:a.others.length===0?!0:a.sum<=0||b.sum<=0?!1:a.others.every((weight2,i)=>BigInt(weight2)*BigInt(b.sum)===BigInt(b.others[i])*
BigInt(a.sum))}function greatestCommonDivisor(a,b){for(;b!==0;)[a,b]=[b,a%b];return a}var init_weights=__esm({"src/mesh/weights.ts"(){"use strict"}});function positionOf(rule2,role,scope){let position=entriesOf(rule2,scope.dialect).findIndex(entry3=>roleOfEntry(entry3,scope)===role);return position<0?null:position}
function pinnedToStable(rule2,scope){let{backend}=scope.sides.stable;if(backend.kind!=="subset"||positionOf(rule2,"stable",scope)!==null)return rule2;let{dialect}=scope,
entries3=entriesOf(rule2,dialect),at3=entries3.findIndex(entry4=>isUnpinned(entry4,scope));if(at3<0)return rule2;let entry3=objectOf(entries3[at3])??{},destination={
...objectOf(destinationOf(entry3,dialect)),subset:backend.subset};return withEntries(rule2,withItem(entries3,at3,dialect.destination.with(entry3,destination)),dialect)}
function withVersion(rule2,role,known2,scope){if(positionOf(rule2,role,scope)!==null)return rule2;let{dialect}=scope,entries3=entriesOf(rule2,dialect);if(known2&&
roleOfEntry(known2.entry,scope)===role)return withEntries(rule2,withInserted(entries3,known2.position,known2.entry),dialect);let other=positionOf(rule2,otherRole(
role),scope)??0,neighbour=objectOf(entries3[other])??{},model=objectOf(destinationOf(neighbour,dialect))??{},key=dialect.entryHeaders,headers3=renamed(neighbour[key],
scope.sides[otherRole(role)].name,scope.sides[role].name),entry3={...dialect.destination.with({},newDestination(model,role,scope)),weight:0,...headers3===void 0?
{}:{[key]:headers3}},position=known2?.position??(role==="stable"?other:other+1);return withEntries(rule2,withInserted(entries3,position,entry3),dialect)}function renamed(value,from2,to){
if(value===from2)return to;if(Array.isArray(value))return value.map(item=>renamed(item,from2,to)??null);let map=objectOf(value);return map?Object.fromEntries(Object.
entries(map).map(([key,v])=>[key,renamed(v,from2,to)])):value}function withoutVersion(rule2,role,scope){let kept=entriesOf(rule2,scope.dialect).filter(entry3=>roleOfEntry(
entry3,scope)!==role);return withEntries(rule2,kept,scope.dialect)}function weightBase(rule2,scope){let{dialect}=scope,entries3=entriesOf(pinnedToStable(objectOf(
rule2)??{},scope),dialect),ours=entries3.filter(entry3=>roleOfEntry(entry3,scope)!==null),others=entries3.filter(entry3=>roleOfEntry(entry3,scope)===null);return{
sum:ours.reduce((sum,entry3)=>sum+(weightOf(entry3,dialect)??0),0),others:others.map(e=>weightOf(e,dialect)??0)}}function baseFor(rule2,memory,scope){let present=weightBase(
rule2,scope),{sum,others}=memory.base;return sum===null||sum===0?present.others.length>0?present:{sum:100,others:[]}:sameShares(present,{sum,others})?{sum,others}:
present}function withShare(rule2,percent4,base,scope){let weights=divideWeights(base,percent4,scope.dialect.maxWeight);return weights&&withWeights(rule2,weights,
scope)}function withWeights(rule2,weights,scope){let other=0,entries3=entriesOf(rule2,scope.dialect).map(entry3=>{let role=roleOfEntry(entry3,scope);if(role)return{
...objectOf(entry3),weight:weights[role]};let weight2=weights.others[other++]??0;return weightOf(entry3,scope.dialect)===weight2?entry3:{...objectOf(entry3),weight:weight2}});
return withEntries(rule2,entries3,scope.dialect)}function withLoneWeight(rule2,lone,{dialect}){let[entry3]=entriesOf(rule2,dialect),bare=without(objectOf(entry3)??
{},"weight");return withEntries(rule2,[lone===null?bare:{...bare,weight:lone}],dialect)}var init_weighted_rule=__esm({"src/mesh/rules/weighted-rule.ts"(){"use s\
trict";init_json_reading();init_weights();init_scope()}});function renderRoute(vs,target,context,stored){let memory=parseMemory(stored),located=locateRule(vs,context,memory.rule);if(!located.ok)return located;let scope=scopeOf(
vs,context),{dialect}=scope,{rules,indexes:indexes2}=teamRules(vs,context.rollout,dialect),own2=indexes2.indexOf(located.rule.index),before=objectOf(rules[own2])??
{},changed=weightedRule(before,own2,target,memory,scope);if(!changed.ok)return changed;let destinations=rememberedEntries(before,memory.destinations,scope),pinned2=pins(
vs,rules,own2,target,context,{...memory,destinations},scope);if(!pinned2.ok)return pinned2;let clones=target.kind==="split"?headerRules(changed.rule,own2,target.
headers,context.rollout,scope):noHeaderRules;if(!clones.ok)return clones;let teams=withItem(pinned2.rules,own2,changed.rule),problems=dialect.headerRules.problems(
withInserted(teams,own2,...clones.rules),own2+clones.rules.length,clones.rules,scope);if(problems.length>0)return{ok:!1,problems};let mark=markOf(teams,own2,dialect),
routed=withRules(vs,withInserted(teams,own2,...clones.rules),dialect);return{ok:!0,object:withMarks(routed,context.rollout,mark,dialect.headerRules.annotations(
clones.rules)),memory:storeMemory({...memory,rule:mark,destinations,pins:pinned2.records})}}function weightedRule(before,own2,target,memory,scope){let base=baseFor(
before,memory,scope),named4=namingVersions(pinnedToStable(before,scope),target,memory,scope),weighted=target.kind==="single"&&memory.base.sum===null&&entriesOf(
named4,scope.dialect).length===1?withLoneWeight(named4,memory.base.lone,scope):withShare(named4,canaryShare(target),base,scope);if(!weighted)return{ok:!1,problems:[
notExpressible(before,own2,target,base.sum,scope)]};let canary=positionOf(weighted,"canary",scope),destination=canary===null?{}:objectOf(destinationOf(entriesOf(
weighted,scope.dialect)[canary],scope.dialect))??{},percent4=target.kind==="split"?target.mirror:0,{mirror}=scope.dialect,fields7=mirror.withCanary(mirror.fields(
before),memory.mirror,destination,percent4,scope);return{ok:!0,rule:mirror.withFields(weighted,fields7)}}function namingVersions(rule2,target,memory,scope){let{
stable,canary}=scope.sides,both=withVersion(withVersion(rule2,"stable",memory.destinations[stable.name],scope),"canary",memory.destinations[canary.name],scope);
return target.kind==="split"?both:withoutVersion(both,otherRole(target.role),scope)}function notExpressible(rule2,own2,target,sum,{dialect}){let text3=describeRule(
rule2,own2,dialect),share4=`${canaryShare(target)} %`;return sum>0?{code:"weights-too-large",message:`${text3}: ${share4} cannot be written exactly with these w\
eights; use smaller ones, such as a sum of 100`}:{code:"no-weight",message:`${text3}: our versions have no weight here, so there is nothing to divide; give stab\
le a weight above 0`}}function pins(vs,rules,own2,target,context,memory,scope){let back=pointBack(rules,memory.pins,scope);if(target.kind==="split")return{ok:!0,
rules:back,records:memory.pins};let gone=otherRole(target.role),problems=danglingPins(vs,back,own2,gone,context.pins==="retarget",scope);return problems.length>
0?{ok:!1,problems}:{ok:!0,...retargetPins(back,own2,gone,memory.pins,memory.destinations,scope)}}function rememberedEntries(rule2,known2,scope){let ours=entriesOf(
rule2,scope.dialect).flatMap((entry3,position)=>{let role=roleOfEntry(entry3,scope);return role?[{name:scope.sides[role].name,entry:without(objectOf(entry3)??{},
"weight"),position}]:[]}),seen=ours.map(({name,entry:entry3,position})=>{let old=ours.length<2?known2[name]?.position:void 0;return[name,{entry:entry3,position:old??
position}]});return{...known2,...Object.fromEntries(seen)}}var noHeaderRules,init_render=__esm({"src/mesh/rules/render.ts"(){"use strict";init_json_reading();init_route_state();
init_scope();init_describe();init_header_rules();init_locate();init_marks();init_memory();init_retarget();init_weighted_rule();noHeaderRules={ok:!0,rules:[]}}});function rememberRoute(vs,context,previous){let known2=parseMemory(previous),located=locateRule(vs,context,context.rule===null?known2.rule:null);if(!located.ok)
return located;let scope=scopeOf(vs,context),{dialect}=scope,{mirror}=dialect,{rules,indexes:indexes2}=teamRules(vs,context.rollout,dialect),own2=indexes2.indexOf(
located.rule.index),rule2=objectOf(rules[own2])??{},entries3=entriesOf(rule2,dialect),base=weightBase(rule2,scope),isLone=entries3.length===1&&base.sum===dialect.
defaultWeight,pins2=known2.pins.filter(pin=>isRetargeted(rules,pin,scope)),annotations=annotationsOf(vs),memory={rule:markOf(rules,own2,dialect),base:{sum:isLone?
null:base.sum,lone:isLone?objectOf(entries3[0])?.weight??null:null,others:base.others},destinations:rememberedEntries(rule2,known2.destinations,scope),mirror:mirror.
without(mirror.fields(rule2),"canary",scope),pins:pins2,start:{destinations:startEntries(rule2,scope),unpinned:located.rule.unpinned?scope.sides.stable.name:null,
mirror:mirror.fields(rule2),annotations:{present:objectOf(objectOf(vs.metadata)?.annotations)!==null,rollout:annotations[ROLLOUT_ANNOTATION]??null,rule:annotations[RULE_ANNOTATION]??
null},retargeted:pins2.length}};return{ok:!0,memory:storeMemory(memory)}}function startEntries(rule2,scope){let pinned2=entriesOf(pinnedToStable(rule2,scope),scope.
dialect);return Object.fromEntries(entriesOf(rule2,scope.dialect).flatMap((entry3,position)=>{let role=roleOfEntry(pinned2[position],scope);return role?[[scope.
sides[role].name,{entry:objectOf(entry3)??{},position}]]:[]}))}function restoreRoute(vs,context,stored){let memory=parseMemory(stored),{start}=memory;if(!start)
return{ok:!1,problems:[{code:"no-start",message:"the route did not exist before the rollout, so there is no state of it to go back to"}]};let located=locateRule(
vs,context,memory.rule);if(!located.ok)return located;let scope=scopeOf(vs,context),{dialect}=scope,{mirror}=dialect,{rules,indexes:indexes2}=teamRules(vs,context.
rollout,dialect),own2=indexes2.indexOf(located.rule.index),before=objectOf(rules[own2])??{},weighted=oldWeights(oldVersions(before,start,scope),before,memory,start,
scope),left=mirror.withCanary(mirror.fields(before),memory.mirror,{},0,scope),rule2=mirror.withFields(weighted,deepEqual(left,memory.mirror)?start.mirror:left),
pins2=pointForward(pointBack(rules,memory.pins,scope),memory.pins.slice(0,start.retargeted),scope);return{ok:!0,object:oldMarks(withRules(vs,withItem(pins2,own2,
rule2),dialect),start),memory:stored}}function oldVersions(rule2,start,scope){let versions=["stable","canary"].map(role=>{let{name,backend}=scope.sides[role],known2=start.
destinations[name];if(!known2||start.unpinned!==name||backend.kind!=="subset")return{role,known:known2};let{dialect}=scope,destination={...objectOf(destinationOf(
known2.entry,dialect)),subset:backend.subset};return{role,known:{...known2,entry:dialect.destination.with(known2.entry,destination)}}}),left=versions.reduce((r,{
role,known:known2})=>known2?r:withoutVersion(r,role,scope),pinnedToStable(rule2,scope));return versions.reduce((r,{role,known:known2})=>known2?withVersion(r,role,
known2,scope):r,left)}function oldWeights(rule2,present,memory,start,scope){let now=weightBase(present,scope),base={sum:memory.base.sum??0,others:memory.base.others},
untouched=sameShares(now,base)||now.others.length===0&&base.others.length===0,shared=untouched?rule2:withShare(rule2,startShare(start,scope),now,scope)??rule2,other=0,
entries3=entriesOf(shared,scope.dialect).map(entry3=>{let role=roleOfEntry(entry3,scope);if(role)return oldEntry(objectOf(entry3)??{},scope.sides[role].name,untouched,
start,scope);let weight2=base.others[other++]??0;return untouched&&weightOf(entry3,scope.dialect)!==weight2?{...objectOf(entry3),weight:weight2}:entry3});return withEntries(
shared,entries3,scope.dialect)}function oldEntry(entry3,version2,withWeight,start,{dialect}){let weight2=start.destinations[version2]?.entry.weight,weighted=withWeight?
{...without(entry3,"weight"),...weight2===void 0?{}:{weight:weight2}}:entry3;if(start.unpinned!==version2)return weighted;let destination=without(objectOf(destinationOf(
entry3,dialect))??{},"subset");return dialect.destination.with(weighted,destination)}function startShare(start,scope){let weight2=role=>{let known2=start.destinations[scope.
sides[role].name];return known2?weightOf(known2.entry,scope.dialect)??0:0},sum=weight2("stable")+weight2("canary");return sum>0?Math.round(weight2("canary")/sum*
1e4)/100:start.destinations[scope.sides.stable.name]?0:100}function oldMarks(vs,start){let{present,rollout,rule:rule2}=start.annotations,annotations={...without(
annotationsOf(vs),ROLLOUT_ANNOTATION,RULE_ANNOTATION,HEADER_RULES_ANNOTATION),...rollout===null?{}:{[ROLLOUT_ANNOTATION]:rollout},...rule2===null?{}:{[RULE_ANNOTATION]:rule2}};
return withAnnotations(vs,Object.keys(annotations).length===0&&!present?void 0:annotations)}var init_restore=__esm({"src/mesh/rules/restore.ts"(){"use strict";init_json_diff();
init_json_reading();init_weights();init_scope();init_locate();init_marks();init_memory();init_render();init_retarget();init_weighted_rule()}});function freshRoute2(manifest,context){let route2=context.dialect.withDefaults(manifest),remembered=rememberRoute(route2,context,null);if(!remembered.ok)return remembered;
let memory=storeMemory({...parseMemory(remembered.memory),start:null});return renderRoute(route2,{kind:"single",role:"stable"},context,memory)}var init_fresh=__esm(
{"src/mesh/rules/fresh.ts"(){"use strict";init_memory();init_render();init_restore()}});function readRoute(vs,context,memory){let located=locateRule(vs,context,parseMemory(memory).rule);return located.ok?{ok:!0,rule:located.rule,reading:readState(vs,
located.rule,context)}:located}function readState(vs,located,context){let scope=scopeOf(vs,context),{dialect}=scope,rules=rulesOf(vs,dialect),rule2=objectOf(rules[located.
index])??{},entries3=entriesOf(rule2,dialect),weightAt=index=>index===null?0:weightOf(entries3[index],dialect)??0,{stableIndex,canaryIndex}=located,sum=weightAt(
stableIndex)+weightAt(canaryIndex),mirrors=dialect.mirror.all(rule2,scope).filter(({role})=>role==="canary"),header=readHeaderRules(located.ours.map(index=>rules[index]),
rule2,context.rollout,scope),inFront=located.ours.every((index,n)=>index===located.index-located.ours.length+n),named4=stableIndex===null?"canary":"stable",elsewhere=located.
pins.some(({role})=>role!==named4)||located.ours.length>0||mirrors.length>0;if((stableIndex===null||canaryIndex===null)&&!elsewhere)return{state:{kind:"single",
role:named4},sum,exact:!located.unpinned};let share4=sum>0?weightAt(canaryIndex)*1e4/sum:stableIndex===null?1e4:0;return{state:{kind:"split",weight:Math.round(share4)/
100,headers:header.headers,mirror:mirrors[0]?.percent??0},sum,exact:Number.isInteger(share4)&&header.exact&&inFront&&mirrors.length<=1}}function routeDrift(vs,recorded,context,memory){
let rendered=renderRoute(vs,recorded,context,memory);return rendered.ok?diffRoutes(removeMarks(rendered.object),removeMarks(withSameNumbers(vs,rendered.object,context)),
context.dialect):rendered.problems.map(problem=>problem.message)}function withSameNumbers(vs,expected,context){let mine=locateRule(vs,context,null),other=locateRule(
expected,context,null);if(!mine.ok||!other.ok)return vs;let{dialect}=context,rules=rulesOf(vs,dialect),rule2=objectOf(rules[mine.rule.index])??{},wanted=objectOf(
rulesOf(expected,dialect)[other.rule.index])??{},same3=withSameCopies(withSameWeights(rule2,wanted,dialect),wanted,scopeOf(vs,context));return withRules(vs,withItem(
rules,mine.rule.index,same3),dialect)}function withSameWeights(rule2,wantedRule,dialect){let wanted=entriesOf(wantedRule,dialect),entries3=entriesOf(rule2,dialect),
destinations=list2=>list2.map(entry3=>destinationOf(entry3,dialect)??null);if(!deepEqual(destinations(entries3),destinations(wanted))||!deepEqual(shares(entries3,
dialect),shares(wanted,dialect)))return rule2;let same3=entries3.map((entry3,i)=>{let{weight:_weight,...rest}=objectOf(entry3)??{},weight2=objectOf(wanted[i])?.
weight;return weight2===void 0?rest:{...rest,weight:weight2}});return withEntries(rule2,same3,dialect)}function withSameCopies(rule2,wanted,scope){let{mirror}=scope.
dialect,ours=one2=>mirror.all(one2,scope).flatMap(m=>m.role==="canary"?[m.percent]:[]),others=one2=>mirror.without(mirror.fields(one2),"canary",scope);return!deepEqual(
ours(rule2),ours(wanted))||!deepEqual(others(rule2),others(wanted))?rule2:mirror.withFields(rule2,mirror.fields(wanted))}function shares(entries3,dialect){let weights=entries3.
map(entry3=>weightOf(entry3,dialect)??0);if(weights.length===1)return[1];let divisor=weights.reduce(greatestCommonDivisor,0);return divisor===0?weights:weights.
map(weight2=>weight2/divisor)}function canaryTraffic(vs,context){let located=locateRule(vs,context,null);if(!located.ok)return[];let scope=scopeOf(vs,context),{
name}=scope.sides.canary,{dialect}=scope;return rulesOf(vs,dialect).flatMap((rule2,index)=>{let text3=describeRule(rule2,index,dialect),entries3=entriesOf(rule2,
dialect),roles=entries3.map(entry3=>roleOfEntry(entry3,scope)),at3=roles.indexOf("canary"),weighted=at3>=0&&(entries3.length===1||(weightOf(entries3[at3],dialect)??
0)>0),selected=!roles.includes("stable")&&!dialect.match.matchesEverything(rule2)&&index!==located.rule.index,copies=dialect.mirror.all(objectOf(rule2)??{},scope).
filter(({role,percent:percent4})=>role==="canary"&&percent4>0);return[...located.rule.ours.includes(index)?[`${text3}: a header rule of an earlier rollout sends\
 requests to ${name}`]:[],...weighted&&!selected?[`${text3}: sends requests to ${name}`]:[],...copies.map(({percent:percent4})=>`${text3}: copies ${percent4} % \
of the requests to ${name}`)]})}var init_read=__esm({"src/mesh/rules/read.ts"(){"use strict";init_json_diff();init_json_reading();init_weights();init_describe();
init_diff();init_scope();init_header_rules();init_locate();init_marks();init_memory();init_render()}});function longestTimeout2(route2,context){let scope=scopeOf(route2,context),{dialect}=scope,limits2=rulesOf(route2,dialect).filter(rule2=>entriesOf(rule2,dialect).
some(entry3=>roleOfEntry(entry3,scope)!==null||isUnpinned(entry3,scope))).flatMap(rule2=>dialect.timeout(objectOf(rule2)??{})??[]);return limits2.length===0?null:
Math.max(...limits2)}var init_timeout=__esm({"src/mesh/rules/timeout.ts"(){"use strict";init_json_reading();init_scope()}});function createRouter(dialect){let within=context=>({...context,dialect});return{kind:dialect.kind,locate:(route2,context,memory)=>locateRule(route2,within(context),
parseMemory(memory).rule),remember:(route2,context,previous)=>rememberRoute(route2,within(context),previous),read:(route2,context,memory)=>readRoute(route2,within(
context),memory),render:(route2,target,context,memory)=>renderRoute(route2,target,within(context),memory),restore:(route2,context,memory)=>restoreRoute(route2,within(
context),memory),fresh:(route2,context)=>freshRoute2(route2,within(context)),drift:(route2,recorded,context,memory)=>routeDrift(route2,recorded,within(context),
memory),canaryTraffic:(route2,context)=>canaryTraffic(route2,within(context)),longestTimeout:(route2,context)=>longestTimeout2(route2,within(context)),diff:(before,after)=>diffRoutes(
before,after,dialect),removeMarks}}var init_create_router=__esm({"src/mesh/rules/create-router.ts"(){"use strict";init_diff();init_fresh();init_locate();init_marks();
init_memory();init_read();init_render();init_restore();init_timeout()}});function sameHost(a,namespaceOfA,b,namespaceOfB){if(firstLabel(a)!==firstLabel(b))return!1;let left=serviceOf(a,namespaceOfA),right=serviceOf(b,namespaceOfB);return!left||
!right?a===b:left.service===right.service&&left.namespace===right.namespace}function hostLike(model,routeNamespace,service,namespace){let wanted=serviceOf(service,
namespace);if(!wanted)return service;let[,,...rest]=model.split(".");return rest[0]==="svc"?[wanted.service,wanted.namespace,...rest].join("."):!model.includes(
".")&&wanted.namespace===routeNamespace?wanted.service:serviceOf(model,routeNamespace)&&model.includes(".")?`${wanted.service}.${wanted.namespace}`:`${wanted.service}\
.${wanted.namespace}.${DOMAIN}`}function shortHost(host){return serviceOf(host,"")?.service??host}function firstLabel(host){let end=host.indexOf(".");return end<
0?host:host.slice(0,end)}function serviceOf(host,namespace){let[service,second,third]=host.split(".");return service?second===void 0?{service,namespace}:third!==
void 0&&third!=="svc"||second===""?null:{service,namespace:second}:null}var DOMAIN,init_host=__esm({"src/mesh/istio/host.ts"(){"use strict";DOMAIN="svc.cluster.\
local"}});function names(destination,backend,scope){let host=textOf(objectOf(destination)?.host);return!host||!sameHost(host,scope.routeNamespace,backend.service,scope.namespace)?
!1:backend.kind==="service"||objectOf(destination)?.subset===backend.subset}function isUnpinned2(json3,scope){let{stable,canary}=scope.sides,destination=objectOf(
json3),host=textOf(destination?.host);return!host||textOf(destination?.subset)||!sharesService(scope.sides)?!1:[stable,canary].every(({backend})=>sameHost(host,
scope.routeNamespace,backend.service,scope.namespace))}function sharesService(sides3){let{stable,canary}=sides3;return stable.backend.kind==="subset"&&canary.backend.
kind==="subset"&&stable.backend.service===canary.backend.service}function pointAt(model,role,scope,port){let backend=scope.sides[role].backend,host=hostLike(textOf(
model.host)??"",scope.routeNamespace,backend.service,scope.namespace);return{...without(model,"host","subset","port"),host,...backend.kind==="subset"?{subset:backend.
subset}:{},...port===void 0?{}:{port}}}function destinationName(destination){let host=textOf(objectOf(destination)?.host),subset=textOf(objectOf(destination)?.subset);
return`${host?shortHost(host):"(no host)"}${subset?`/${subset}`:""}`}var istioDestination,init_destination=__esm({"src/mesh/istio/destination.ts"(){"use strict";
init_json_reading();init_host();istioDestination={of:entry3=>entry3.destination,with:(entry3,destination)=>({...entry3,destination}),names,isUnpinned:isUnpinned2,
pointAt,port:number2=>({number:number2}),name:destinationName,alone:entry3=>without(entry3,"weight")}}});function httpRules(spec){let http2=objectOf(spec)?.http;return Array.isArray(http2)?http2:[]}function isHeaderRuleOf(rollout,rule2){let name=textOf(objectOf(rule2)?.
name),prefix=`shiftgate-${rollout}-`;return name!==null&&name.startsWith(prefix)&&/^\d+$/.test(name.slice(prefix.length))}var istioHeaderRules,init_header_rules2=__esm(
{"src/mesh/istio/header-rules.ts"(){"use strict";init_json_reading();istioHeaderRules={indexes:(route2,rollout)=>httpRules(route2.spec).flatMap((rule2,i)=>isHeaderRuleOf(
rollout,rule2)?[i]:[]),marked:(clone,rollout,n)=>({...clone,name:`shiftgate-${rollout}-${n}`}),annotations:()=>({}),problems:()=>[]}}});function bothOf(a,b,order=exactText){return sameMatch(a,b)?a:a.kind==="present"?b:b.kind==="present"?a:a.kind==="regex"||b.kind==="regex"?"unclear":a.kind==="ex\
act"&&b.kind==="exact"?order.equal(a.value,b.value)?a:"never":a.kind==="exact"?order.under(a.value,b.value)?a:"never":b.kind==="exact"?order.under(b.value,a.value)?
b:"never":order.under(a.value,b.value)?a:order.under(b.value,a.value)?b:"never"}function sameMatch(a,b){return a.kind==="present"||b.kind==="present"?a.kind===b.
kind:a.kind===b.kind&&a.value===b.value}var exactText,anyCase,init_string_match=__esm({"src/mesh/rules/string-match.ts"(){"use strict";exactText={equal:(a,b)=>a===
b,under:(text3,prefix)=>text3.startsWith(prefix)},anyCase={equal:(a,b)=>a.toLowerCase()===b.toLowerCase(),under:(text3,prefix)=>text3.toLowerCase().startsWith(prefix.
toLowerCase())}}});function matchElements(rule2){let elements=listOf(objectOf(rule2)?.match).map(element=>objectOf(element)??{});return elements.length===0?[{}]:elements}function matchesEverything(rule2){
return matchElements(rule2).some(element=>Object.keys(without(element,"name")).length===0)}function toIstio(match){return match.kind==="present"?{}:{[match.kind]:match.
value}}function fromIstio(json3){let match=objectOf(json3);if(!match)return null;let[kind,...rest]=Object.keys(match);if(kind===void 0)return{kind:"present"};let value=match[kind];
return rest.length>0||typeof value!="string"?null:kind==="exact"||kind==="prefix"||kind==="regex"?{kind,value}:null}function combine(element,ours){let headers3=objectOf(
element.headers)??{};for(let[name,condition2]of Object.entries(ours.headers)){let theirs=Object.keys(headers3).find(key=>key.toLowerCase()===name),both=theirs===
void 0?condition2:bothJson(headers3[theirs],condition2);if(both==="never"||both==="unclear")return{kind:both,where:`header ${name}`};if(excludes(objectOf(element.
withoutHeaders),name,both))return{kind:"never",where:`header ${name}`};headers3={...headers3,[theirs??name]:toIstio(both)}}let combined=Object.keys(headers3).length>
0?{...element,headers:headers3}:element;if(ours.path&&ours.path.kind!=="present"){let both=element.uri===void 0?ours.path:bothJson(element.uri,ours.path,element.
ignoreUriCase===!0);if(both==="never"||both==="unclear")return{kind:both,where:"path"};combined={...combined,uri:toIstio(both)}}return{kind:"element",element:combined}}
function bothJson(theirs,ours,ignoreCase=!1){let parsed2=fromIstio(theirs);return parsed2?bothOf(parsed2,ours,ignoreCase?anyCase:exactText):"unclear"}function excludes(withoutHeaders,name,ours){
let key=Object.keys(withoutHeaders??{}).find(key2=>key2.toLowerCase()===name),excluded=key===void 0?null:fromIstio(withoutHeaders?.[key]);if(!excluded)return!1;
if(excluded.kind==="present")return!0;let both=bothOf(excluded,ours);return both!=="never"&&both!=="unclear"&&deepEqual(toIstio(both),toIstio(ours))}function beyond(combined,element){
let theirs=objectOf(element.headers)??{},headers3={};for(let[name,condition2]of Object.entries(objectOf(combined.headers)??{})){let parsed2=fromIstio(condition2);
parsed2&&!(Object.hasOwn(theirs,name)&&deepEqual(theirs[name],condition2))&&(headers3[name.toLowerCase()]=parsed2)}let path12=deepEqual(combined.uri,element.uri)?
null:fromIstio(combined.uri);return{headers:headers3,path:path12}}function describeMatch(rule2){if(listOf(objectOf(rule2)?.match).length===0)return"no match";let text3=matchElements(
rule2).map(describeElement).join(" or ");return text3.length>160?`${text3.slice(0,157)}...`:text3}function describeElement(element){let parts=Object.entries(without(
element,"name")).flatMap(([key,value])=>{let many=key==="headers"||key==="withoutHeaders"||key==="queryParams"?objectOf(value):null;if(!many)return[`${key} ${describeCondition(
value)}`];let noun=key==="headers"?"header":key==="withoutHeaders"?"without header":"query parameter";return Object.entries(many).map(([name,condition2])=>`${noun}\
 ${name} ${describeCondition(condition2)}`)});return parts.length===0?"everything":parts.join(", ")}function describeCondition(json3){let match=fromIstio(json3);
return match?match.kind==="present"?"present":`${match.kind} ${match.value}`:textOf(json3)??JSON.stringify(json3)}var istioMatch,init_match=__esm({"src/mesh/ist\
io/match.ts"(){"use strict";init_json_diff();init_json_reading();init_string_match();istioMatch={elements:matchElements,identity:rule2=>rule2.match??null,matchesEverything,
takesTheRest:(other,_ours,behind)=>behind||matchesEverything(other),combine,beyond,describe:describeMatch}}});function mirrorsOf(rule2,scope){let legacy=objectOf(rule2.mirror);return[...legacy?[{role:roleOf(legacy,scope),percent:legacyPercent(rule2)}]:[],...listOf(rule2.
mirrors).map(entry3=>({role:roleOf(objectOf(entry3)?.destination,scope),percent:percentOf(objectOf(entry3)?.percentage)??100}))]}function mirrorFields(rule2){return Object.
fromEntries(MIRROR_KEYS.flatMap(key=>rule2[key]===void 0?[]:[[key,rule2[key]]]))}function withMirrorFields(rule2,fields7){return{...without(rule2,...MIRROR_KEYS),
...fields7}}function withCanaryMirror(fields7,remembered,destination,percent4,scope){let left=withoutRole(fields7,"canary",scope),theirs=deepEqual(left,withRoom(
remembered))?remembered:left;if(percent4<=0)return theirs;let room=withRoom(theirs),list2=listOf(room.mirrors),percentage={value:percent4};return list2.length===
0?{...room,mirror:destination,mirrorPercentage:percentage}:{...room,mirrors:[...list2,{destination,percentage}]}}function withoutRole(fields7,role,scope){let list2=listOf(
fields7.mirrors),kept=list2.filter(entry3=>roleOf(objectOf(entry3)?.destination,scope)!==role),legacyGone=roleOf(fields7.mirror,scope)===role?without(fields7,"m\
irror",...PERCENT_KEYS):fields7;return kept.length===list2.length?legacyGone:kept.length===0?without(legacyGone,"mirrors"):{...legacyGone,mirrors:kept}}function withRoom(theirs){
let list2=listOf(theirs.mirrors),legacy=theirs.mirror??null;if(legacy===null)return list2.length===0?without(theirs,...MIRROR_KEYS):theirs;let percentage=PERCENT_KEYS.
some(key=>(theirs[key]??null)!==null)?{percentage:{value:legacyPercent(theirs)}}:{},first={destination:legacy,...percentage};return{...without(theirs,"mirror",...PERCENT_KEYS),
mirrors:[first,...list2]}}function legacyPercent(rule2){let deprecated=rule2.mirror_percent??rule2.mirrorPercent??null;return percentOf(rule2.mirrorPercentage)??
(typeof deprecated=="number"?deprecated:100)}function percentOf(percentage){let object2=objectOf(percentage);if(!object2)return null;let value=object2.value??0;
return typeof value=="number"?value:0}var istioMirror,PERCENT_KEYS,MIRROR_KEYS,init_mirror=__esm({"src/mesh/istio/mirror.ts"(){"use strict";init_json_diff();init_json_reading();
init_scope();istioMirror={all:mirrorsOf,fields:mirrorFields,withFields:withMirrorFields,withCanary:withCanaryMirror,without:withoutRole},PERCENT_KEYS=["mirrorPe\
rcentage","mirror_percent","mirrorPercent"],MIRROR_KEYS=["mirror",...PERCENT_KEYS,"mirrors"]}});function unsupportedRoute2(vs,name){let spec=objectOf(vs.spec),rules=rulesOf(vs,istioDialect);if(rules.length===0){let others=["tcp","tls"].filter(key=>listOf(spec?.[key]).
length>0),message=others.length>0?`VirtualService ${name} has only ${others.join(" and ")} routes, which are not supported: name a VirtualService with http rule\
s`:`VirtualService ${name} has no http rules, so there is nothing to shift: it must route to the stable version`;return[{code:others.length>0?"unsupported-route":
"no-http",message}]}let early=rules.findIndex((rule2,i)=>i<rules.length-1&&objectOf(rule2)!==null&&istioMatch.matchesEverything(rule2));return early<0?[]:[{code:"\
unreachable-rules",path:`spec.http[${early}]`,message:`VirtualService ${name}: ${describeRule(rules[early],early,istioDialect)} takes every request, so the rule\
s after it are never reached. Move it to the end (Istio itself only warns about this)`}]}function instead(rule2){let what3=["delegate","redirect","directRespons\
e"].find(key=>rule2[key]!==void 0);return what3?{what:what3,advice:what3==="delegate"?"name the VirtualService that it delegates to":"it has no weights to shift"}:
null}function otherReferences(vs,role,scope){return["tcp","tls"].flatMap(kind=>listOf(objectOf(vs.spec)?.[kind]).flatMap((rule2,i)=>entriesOf(rule2,istioDialect).
some(entry3=>roleOfEntry(entry3,scope)===role)?[describeRule(rule2,i,istioDialect).replace(/^http/,kind)]:[]))}function ruleTimeout(rule2){let total=durationOf2(
rule2.timeout);if(total!==null)return total;let retries=objectOf(rule2.retries),perTry=durationOf2(retries?.perTryTimeout),attempts2=retries?.attempts;return perTry===
null?null:perTry*(1+(typeof attempts2=="number"&&attempts2>0?attempts2:0))}function durationOf2(value){let text3=textOf(value),ms=text3===null?null:parseDuration(
text3);return ms===null||ms<=0?null:ms}var istioDialect,init_dialect=__esm({"src/mesh/istio/dialect.ts"(){"use strict";init_duration();init_json_reading();init_describe();
init_scope();init_destination();init_header_rules2();init_match();init_mirror();istioDialect={kind:"virtualService",noun:"VirtualService",rules:"http",matches:"\
match",entries:"route",entryHeaders:"headers",defaultWeight:0,maxWeight:2**31-1,destination:istioDestination,match:istioMatch,mirror:istioMirror,headerRules:istioHeaderRules,
unsupportedRoute:unsupportedRoute2,instead,unsupportedRule:()=>[],otherReferences,timeout:ruleTimeout,withDefaults:route2=>route2}}});function renderSubsets(existing2,request2){let wanted=wantedSubsets(request2),spec=objectOf(existing2?.spec),before=listOf(spec?.subsets);if(wanted.length===0)return existing2?
{ok:!0,object:existing2,action:"unchanged"}:{ok:!0,object:null,action:"unchanged"};let problems=existing2?wanted.flatMap(subset=>labelProblems(before,subset,existing2)):
[];if(problems.length>0)return{ok:!1,problems};let added=existing2?addedByUs(existing2):[],nameOf3=subset=>textOf(objectOf(subset)?.name),goes=wanted.filter(({name,
present})=>!present&&added.includes(name)).map(({name})=>name),missing=wanted.filter(({name,present})=>present&&!before.some(subset=>nameOf3(subset)===name)),subsets=[
...before.filter(subset=>!goes.includes(nameOf3(subset)??"")),...missing.map(({name,labels})=>({name,labels}))],ours=[...added.filter(name=>!goes.includes(name)),
...missing.map(({name})=>name)];if(!existing2)return created(subsets,ours,wanted[0].service,request2);if(subsets.length===0&&annotationsOf(existing2)[CREATED_ANNOTATION]===
"true")return{ok:!0,object:null,action:"deleted"};if(deepEqual(subsets,before))return{ok:!0,object:existing2,action:"unchanged"};let changed=subsets.length>0?{...spec,
subsets}:without(spec??{},"subsets");return{ok:!0,object:withOwnSubsets({...existing2,spec:changed},ours),action:"updated"}}function wantedSubsets({sides:sides3,
labels,present}){return["stable","canary"].flatMap(role=>{let{backend}=sides3[role];return backend.kind!=="subset"?[]:[{service:backend.service,name:backend.subset,
labels:labels[role],present:present[role]}]})}function labelProblems(subsets,{name,labels,present},existing2){let subset=subsets.map(objectOf).find(s=>s?.name===
name);if(!present||!subset)return[];let theirs=objectOf(subset.labels)??{},wrong=Object.keys(theirs).filter(key=>Object.hasOwn(labels,key)&&theirs[key]!==labels[key]);
if(wrong.length===0)return[];let pairs2=from2=>wrong.map(key=>`${key}=${textOf(from2[key])??JSON.stringify(from2[key])}`).join(", ");return[{code:"subset-labels",
message:`DestinationRule ${textOf(objectOf(existing2.metadata)?.name)??""}: the subset ${name} selects pods with ${pairs2(theirs)}, but the pods of this version\
 have ${pairs2(labels)}; correct the labels of the subset or of the pods`}]}function addedByUs(existing2){try{return listOf(JSON.parse(textOf(annotationsOf(existing2)[SUBSETS_ANNOTATION])??
"[]")).flatMap(name=>textOf(name)??[])}catch{return[]}}function withOwnSubsets(object2,ours){let annotations={...without(annotationsOf(object2),SUBSETS_ANNOTATION),
...ours.length>0?{[SUBSETS_ANNOTATION]:JSON.stringify(ours)}:{}};return withAnnotations(object2,Object.keys(annotations).length>0?annotations:void 0)}function created(subsets,ours,service,request2){
if(subsets.length===0)return{ok:!0,object:null,action:"unchanged"};let{namespace,apiVersion}=request2,name=request2.name??service.split(".")[0],host=hostLike(service,
namespace,service,namespace),object2={apiVersion,kind:"DestinationRule",metadata:{name,namespace,annotations:{[CREATED_ANNOTATION]:"true"}},spec:{host,subsets}};
return{ok:!0,object:withOwnSubsets(object2,ours),action:"created"}}var SUBSETS_ANNOTATION,CREATED_ANNOTATION,init_destination_rule=__esm({"src/mesh/istio/destin\
ation-rule.ts"(){"use strict";init_json_diff();init_json_reading();init_host();init_marks();SUBSETS_ANNOTATION="shiftgate.dev/subsets",CREATED_ANNOTATION="shift\
gate.dev/created"}});var istioRouter,init_istio=__esm({"src/mesh/istio/index.ts"(){"use strict";init_create_router();init_dialect();init_marks();init_destination_rule();init_destination_rule();
istioRouter=createRouter(istioDialect)}});function settle({rollout},what3){let{settle:duration2}=rollout.timeouts;return duration2>0?[{kind:"drain",duration:duration2,why:`until every gateway knows ${what3}`}]:
[]}function usesSubsets(input){return input.roles.canary.backend.kind==="subset"}function addSubsets(input,why){let write2=subsetWrite(input,{stable:!0,canary:!0},
why);return write2?[write2,...settle(input,"the new subset")]:[]}function removeSubsets(input,keep,why){let write2=subsetWrite(input,keep,why);return write2?[write2]:
[]}function subsetWrite(input,present,why){if(!usesSubsets(input))return null;let{rollout,roles,destinationRule}=input,route2=rollout.routes.find(r=>r.kind==="v\
irtualService"),name=route2?.kind==="virtualService"?route2.destinationRule:null,rendered=renderSubsets(destinationRule,{sides:{stable:{name:roles.stable.name,backend:roles.
stable.backend},canary:{name:roles.canary.name,backend:roles.canary.backend}},labels:distinguishingLabels(input),present,namespace:rollout.namespace,name,apiVersion:"\
networking.istio.io/v1"});if(!rendered.ok)throw refused(...rendered.problems);return rendered.object===null?!destinationRule||rendered.action==="unchanged"?null:
{kind:"write",verb:"delete",ref:refOf(destinationRule),before:destinationRule,after:null,why,remember:null}:destinationRule&&deepEqual(rendered.object,destinationRule)?
null:{kind:"write",verb:destinationRule?"replace":"create",ref:refOf(rendered.object),before:destinationRule,after:rendered.object,why,remember:null}}function distinguishingLabels(input){
let stable=podLabels2(input,"stable"),canary=podLabels2(input,"canary"),names4=Object.keys(stable).filter(name=>name in canary&&canary[name]!==stable[name]);if(names4.
length===0)throw refused({code:"no-subset-labels",message:`the pods of ${input.roles.stable.name} and ${input.roles.canary.name} have the same labels, so no sub\
set can tell them apart; give both a label with different values, e.g. version: \${version}`});let pick=labels=>Object.fromEntries(names4.map(n=>[n,labels[n]]));
return{stable:pick(stable),canary:pick(canary)}}function podLabels2(input,role){return deploymentNamed(input.rendered[role],input.roles[role].deployment)?.spec?.
template?.metadata?.labels??{}}var init_subsets=__esm({"src/plan/subsets.ts"(){"use strict";init_deployment();init_object();init_istio();init_json_diff();init_errors()}});function routeStateOf(stage2,input){return stage2.kind==="weight"?input.firstRun?stage2.weight>0||stage2.headers.length>0||stage2.mirror>0?{kind:"single",role:"\
stable"}:null:{kind:"split",weight:stage2.weight,headers:stage2.headers,mirror:stage2.mirror}:input.firstRun?{kind:"single",role:"stable"}:stage2.kind==="promot\
e"?{kind:"split",weight:100,headers:[],mirror:0}:{kind:"single",role:promoteMode(input.rollout)==="copy"?"stable":"canary"}}function promoteMode(rollout){return rollout.
stages.find(s=>s.kind==="promote")?.mode??"copy"}function planStage(stage2,input){if(input.firstRun)return planFirstRun(stage2,input);switch(stage2.kind){case"w\
eight":return planWeight(stage2,input);case"promote":return planPromote(stage2,input);case"finish":return planFinish(stage2,input)}}function planFirstRun(stage2,input){
let deploy=planVersion("stable",input,1,"first release"),state=routeStateOf(stage2,input);return[...deploy,...ready("stable",input,podsWanted("stable",input)),...warmUp(
"stable",input,deploy.length>0||input.configured===null),...state?openRoute(input,state):[],...stage2.kind==="finish"?releaseFields(input,[]):[]]}function podsWanted(role,input){
let{deployment}=input.roles[role],minimums=[...input.autoscalers,...input.rendered[role]].filter(o=>o.kind==="HorizontalPodAutoscaler"&&targets(o,deployment)).map(
hpa=>hpa.spec.minReplicas??1);if(minimums.length>0)return Math.max(1,...minimums);let rendered=deploymentNamed(input.rendered[role],deployment);return Math.max(
1,rendered?.spec.replicas??1)}function openRoute(input,state){let why="open the route",writes=input.routesTo(state,why),subsets=writes.some(w=>w.ref.kind==="Des\
tinationRule")?[]:addSubsets(input,why);if(writes.length===0)return subsets;let wait=subsets.length>0?[]:settle(input,`the pods of ${input.roles.stable.deployment}`);
return[...subsets,...wait,...writes,{kind:"confirm",state,beforeRemoval:!1}]}function planWeight(stage2,input){let state=routeStateOf(stage2,input),needed=Math.
max(1,replicasForState(state,"canary",input.baseline)),why=`stage ${stage2.name}`,deploy=planVersion("canary",input,needed,why),unserved=(input.configured??0)===
0,fenced=fence(input,unserved,why),there=deepEqual(json(state),json(PINNED))&&fenced.some(a=>a.kind==="confirm");return[...fenced,...deploy,...deploy.length===0&&
seenReady("canary",input,needed)?[]:ready("canary",input,needed),...stableCapacity(100-stage2.weight,input,why),...warmUp("canary",input,deploy.length>0||unserved),
...opensNow(stage2,input)?settle(input,`the pods of ${input.roles.canary.deployment}`):[],...there?[]:input.routesTo(state,why)]}function opensNow(stage2,{configured,
record}){let opens=s=>s.weight>0||s.headers.length>0||s.mirror>0,before=(record?.routes??[]).some(({state})=>state?.kind==="split"&&opens(state));return opens(stage2)&&
!before&&(configured??0)===0}function fence(input,unserved,why){if(!usesSubsets(input)||!unserved)return[];let{deployment}=input.roles.canary,canary=deploymentNamed(
input.live.values(),deployment);return canary&&(canary.status?.replicas??0)>0?addSubsets(input,why):[...addSubsets(input,why),...input.routesTo(PINNED,"keep all\
 traffic on stable"),{kind:"confirm",state:PINNED,beforeRemoval:!1}]}function planPromote(stage2,input){if(stage2.mode==="swap")return ready("canary",input,Math.
max(1,input.baseline));let needed=Math.max(1,input.baseline),deploy=planVersion("stable",input,needed,`promote ${input.roles.canary.name} to ${input.roles.stable.
name}`);return[...deploy.length>0?[{kind:"confirm",state:routeStateOf(stage2,input),beforeRemoval:!0},drain(input,`before ${input.roles.stable.name} is redeploy\
ed`)]:[],...deploy,...ready("stable",input,needed),...warmUp("stable",input,!0),{kind:"compare-templates"}]}function planFinish(stage2,input){let state=routeStateOf(
stage2,input),remaining=state.kind==="single"?state.role:"stable",leaving=remaining==="stable"?"canary":"stable",why=`only ${input.roles[remaining].name} remain\
s`,removals=[...planRemoval(leaving,input),...planObsolete(input)],routes=input.routesTo(state,why);return[...planVersionCapacity(remaining,input,why),...ready(
remaining,input,Math.max(1,input.baseline)),...remaining==="stable"&&routes.length>0?settle(input,`the pods of ${input.roles.stable.deployment}`):[],...routes,{
kind:"confirm",state,beforeRemoval:!0},drain(input,removals.length>0?`before ${input.roles[leaving].name} is removed`:"after the last route change"),...removeSubsets(
input,{stable:remaining==="stable",canary:remaining==="canary"},why),...removals,...restoreAutoscalers(input.record?.autoscalers??[],input.autoscalers,removals),
...releaseFields(input,removals)]}function planVersion(role,input,replicas,why){return planWorkload({rollout:input.rollout.name,role,deployment:input.roles[role].
deployment,rendered:input.rendered[role],live:input.live,shared:input.shared,autoscalers:input.autoscalers,replicas,why})}function planVersionCapacity(role,input,why){
return raiseCapacity(input,input.roles[role].deployment,Math.max(1,input.baseline),why)}function stableCapacity(share4,input,why){let needed=replicasFor(share4,
input.baseline);if(needed===0)return[];let raise=raiseCapacity(input,input.roles.stable.deployment,needed,why),grows=canaryShareOf(input)>100-share4;return[...raise,
...grows||raise.length>0?ready("stable",input,needed):[]]}function canaryShareOf(input){return input.configured??0}function ready(role,input,replicas){let{deployment}=input.
roles[role];return[{kind:"await-ready",role,deployment,replicas,unlessNone:null}]}function seenReady(role,input,replicas){let{deployment}=input.roles[role],live=deploymentNamed(
input.live.values(),deployment);return live!==void 0&&deploymentReady(live,replicas).ready}function warmUp(role,input,wanted){return!wanted||!input.rollout.traffic?
[]:[{kind:"warm-up",role,deployment:input.roles[role].deployment}]}function drain(input,before){let why=`for requests in flight to end, ${before}`;return{kind:"\
drain",duration:Math.max(input.rollout.timeouts.drain,input.longestTimeout??0),why}}var PINNED,json,init_stage=__esm({"src/plan/stage.ts"(){"use strict";init_deployment();
init_json_diff();init_capacity();init_readiness();init_removal();init_subsets();init_workload();PINNED={kind:"split",weight:0,headers:[],mirror:0},json=state=>state}});function planAbort(input){let removals=planRemoval("canary",input),there=new Set(input.snapshot.map(o=>identity(refOf(o)))),stableRemovals=planRemoval("stable",
input).filter(w=>input.firstRun||!there.has(identity(w.ref))),touched=input.record.routes.some(r=>r.memory!==null&&(r.state!==null||r.created)),pending=input.record.
intent?.route!==void 0&&input.record.intent?.route!==null,routes=input.restoreRoutes(WHY),agreed=touched||pending||routes.length>0?[...input.routeRemains&&!input.
firstRun&&hadTraffic(input.record)?[{kind:"confirm",state:{kind:"single",role:"stable"},beforeRemoval:!0}]:[],drain(input,`before ${input.roles.canary.name} is \
removed`)]:[],restored=restoreCanary(input),gone=[...removals,...stableRemovals,...removeSupporting(input)],stable=input.firstRun?[]:stableWhole(input),removal=[
...restored,...gone];return[...restoreShared(input),...stable,...wasUnpinned(input)?[...pinned(input,agreed),...removal,awaitGone(input),...routes,...settle(input,
"the old route")]:[...routes,...agreed],...removeSubsets(input,input.subsetsRemain,WHY),...wasUnpinned(input)?[]:removal,...restoreMinimums(input,stable,gone),...releaseFields(
input,gone)]}function hadTraffic({file:file2,stage:stage2}){return file2.stages.slice(0,file2.stages.findIndex(s=>s.name===stage2)+1).some(s=>s.kind!=="weight"||
s.weight>0||s.headers.length>0||s.mirror>0)}function wasUnpinned(input){return usesSubsets(input)&&input.routeRemains&&!input.firstRun&&!input.subsetsRemain.stable}
function pinned(input,agreed){let canary=deploymentNamed(input.rendered.canary,input.roles.canary.deployment);return!canary||!input.live.has(identity(refOf(canary)))?
[]:[...input.routesTo({kind:"split",weight:0,headers:[],mirror:0},"all traffic on stable"),...agreed]}function awaitGone(input){let{deployment}=input.roles.canary,
labels=deploymentNamed(input.rendered.canary,deployment)?.spec?.selector?.matchLabels??{};return{kind:"await-gone",deployment,labels}}function removeSupporting(input){
let rendered=[...input.rendered.stable,...input.rendered.canary].map(refOf),known2=new Set([...rendered,...input.rollout.routes.map(routeRef)].map(identity));return input.
record.created.flatMap(ref2=>{let live=known2.has(identity(ref2))||ref2.kind==="Namespace"?void 0:input.live.get(identity(ref2));return!live||!isOurs(live,input.
rollout.name)?[]:[{kind:"write",verb:"delete",ref:ref2,before:live,after:null,why:WHY,remember:null}]})}function restoreMinimums(input,stable,gone){let removed=new Set(
gone.map(w=>identity(w.ref))),raises=stable.flatMap(a=>a.kind==="write"&&a.remember?.kind==="autoscaler"?[a.remember]:[]),raised2=new Set(raises.map(r=>identity(
r.ref))),snapshot=input.snapshot.filter(o=>o.kind==="HorizontalPodAutoscaler"),whole=snapshot.flatMap(before=>{let live=input.live.get(identity(refOf(before)));
if(!live||removed.has(identity(refOf(before))))return[];let after=mergeBack(before,live,input);return unchanged(live,after)&&!raised2.has(identity(refOf(before)))?
[]:[{kind:"write",verb:"replace",ref:refOf(before),before:live,after,why:WHY,remember:null}]}),inSnapshot=new Set(snapshot.map(o=>identity(refOf(o)))),minimums=[
...input.record.autoscalers,...raises].filter((a,i,all2)=>!inSnapshot.has(identity(a.ref))&&all2.findIndex(b=>identity(b.ref)===identity(a.ref))===i);return[...whole,
...restoreAutoscalers(minimums,input.autoscalers,gone,raised2)]}function stableWhole(input){let{record}=input,share4=input.configured??0,ready2=role=>({kind:"aw\
ait-ready",role,deployment:input.roles[role].deployment,replicas:input.fewerPods&&role==="stable"?1:Math.max(1,replicasFor(100,input.baseline)),unlessNone:role===
"stable"?input.roles.canary.deployment:null});if(record.progress!=="copying")return share4>0?[...raiseStable(input),ready2("stable")]:[];let back=restoreVersion(
input,"stable");return back.length===0&&share4===0?[]:[...back.length>0&&share4<100?[ready2("canary"),...input.routesTo({kind:"split",weight:100,headers:[],mirror:0},
"abort: clear stable of traffic"),{kind:"confirm",state:{kind:"split",weight:100,headers:[],mirror:0},beforeRemoval:!0},drain(input,`before ${input.roles.stable.
name} is redeployed`)]:[],...back,...raiseStable(input).filter(w=>!back.some(b=>identity(b.ref)===identity(w.ref))),ready2("stable"),...input.rollout.traffic?[{
kind:"warm-up",role:"stable",deployment:input.roles.stable.deployment}]:[],...back.length>0?settle(input,`the pods of ${input.roles.stable.deployment}`):[]]}function raiseStable(input){
return raiseCapacity(input,input.roles.stable.deployment,Math.max(1,input.baseline),WHY)}function restoreCanary(input){return restoreVersion(input,"canary").filter(
w=>w.before!==null&&!isOurs(w.before,input.rollout.name))}function restoreShared(input){return restore(input,"stable",key=>input.shared.has(key))}function restoreVersion(input,role){
return restore(input,role,key=>!input.shared.has(key))}function restore(input,role,wants){let rendered=new Set(input.rendered[role].map(o=>identity(refOf(o))));
return input.snapshot.filter(o=>rendered.has(identity(refOf(o)))&&wants(identity(refOf(o)))).flatMap(before=>{let live=input.live.get(identity(refOf(before))),base={
kind:"write",ref:refOf(before),why:WHY,remember:null};if(!live)return[{...base,verb:"create",before:null,after:before}];if(before.kind==="HorizontalPodAutoscale\
r")return[];let after=mergeBack(keepReplicas(before,live,input,role),live,input);return unchanged(live,after)?[]:[{...base,verb:"replace",before:live,after}]})}
function mergeBack(before,live,input){let key=identity(refOf(before)),ours=[...input.rendered.stable,...input.rendered.canary].find(o=>identity(refOf(o))===key),
merged=threeWayMerge({original:ours??null,modified:before,live}),note=before.metadata.annotations?.[LAST_APPLIED];return note===void 0?merged:{...merged,metadata:{
...merged.metadata,annotations:{...merged.metadata.annotations,[LAST_APPLIED]:note}}}}function keepReplicas(before,live,input,role){if(before.kind!=="Deployment")
return before;let{replicas=1,...spec}=before.spec;if(input.autoscalers.some(hpa=>targets(hpa,before.metadata.name)))return{...before,spec};let now=live.spec?.replicas??
1;return{...before,spec:{...spec,replicas:Math.max(replicas,now,role==="stable"?input.baseline:0)}}}var WHY,init_abort=__esm({"src/plan/abort.ts"(){"use strict";
init_deployment();init_object();init_capacity();init_merge();init_last_applied();init_route();init_removal();init_stage();init_subsets();init_workload();WHY="as\
 it was before the rollout"}});function stageNamed(rollout,name){return rollout.stages.find(s=>s.name===name)??null}var BUILDERS,init_rollout=__esm({"src/spec/rollout.ts"(){"use strict";BUILDERS=
["auto","docker","acr","gcloud","layer"]}});function referenceOf(entry3){return Object.fromEntries(KEYS.flatMap(key=>entry3[key]===void 0?[]:[[key,entry3[key]]]))}function names2(destination,backend,scope){
let reference2=objectOf(destination);if(!reference2||backend.kind!=="service"||(reference2.kind??"Service")!=="Service"||(reference2.group??"")!=="")return!1;let{
name,namespace}=serviceOf2(backend,scope);return reference2.name===name&&(textOf(reference2.namespace)??scope.routeNamespace)===namespace}function pointAt2(model,role,scope,port){
let{name,namespace}=serviceOf2(scope.sides[role].backend,scope),said=model.namespace!==void 0||namespace!==scope.routeNamespace;return{...without(model,"name","\
namespace","port"),name,...said?{namespace}:{},...port===void 0?{}:{port}}}function serviceOf2({service},scope){let[name,namespace]=service.split(".");return{name:name??
service,namespace:textOf(namespace)??scope.namespace}}var KEYS,backendRef,init_backend_ref=__esm({"src/mesh/gateway/backend-ref.ts"(){"use strict";init_json_reading();
KEYS=["group","kind","name","namespace","port"],backendRef={of:referenceOf,with:(entry3,destination)=>({...without(entry3,...KEYS),...destination}),names:names2,
isUnpinned:()=>!1,pointAt:pointAt2,port:number2=>number2,name:destination=>textOf(objectOf(destination)?.name)??"(no name)",alone:entry3=>({...entry3,weight:1})}}});function withDefaults(route2){let spec=objectOf(route2.spec);if(!spec)return route2;let rules=spec.rules??[{}];return{...route2,spec:{...spec,...each(spec,"pare\
ntRefs",ref2=>({group:"gateway.networking.k8s.io",kind:"Gateway",...ref2})),rules:isList(rules)?rules.map(rule2=>mapObject(rule2,ruleDefaults)):rules}}}function storedMatches(rule2){
let{matches:matches3}=rule2;return isList(matches3)?matches3.map(match=>mapObject(match,matchDefaults)):[EVERY_PATH]}function ruleDefaults(rule2){return{...rule2,
matches:storedMatches(rule2),...each(rule2,"filters",filterDefaults),...each(rule2,"backendRefs",ref2=>({...referenceDefaults(ref2),weight:ref2.weight??1,...each(
ref2,"filters",filterDefaults)}))}}function matchDefaults(match){let exact=item=>({type:"Exact",...item});return{...match,path:{...EVERY_PATH.path,...objectOf(match.
path)},...each(match,"headers",exact),...each(match,"queryParams",exact)}}function filterDefaults(filter){let mirror=objectOf(filter.requestMirror),redirect=objectOf(
filter.requestRedirect),fraction=objectOf(mirror?.fraction),cors=objectOf(filter.cors);return{...filter,...mirror?{requestMirror:{...mirror,backendRef:mapObject(
mirror.backendRef??null,referenceDefaults),...fraction?{fraction:{denominator:100,...fraction}}:{}}}:{},...redirect?{requestRedirect:{statusCode:302,...redirect}}:
{},...cors?{cors:{maxAge:5,...cors}}:{}}}function referenceDefaults(ref2){return{group:"",kind:"Service",...ref2}}function each(object2,key,change){let list2=object2[key];
return isList(list2)?{[key]:list2.map(item=>mapObject(item,change))}:{}}function mapObject(item,change){let object2=objectOf(item);return object2?change(object2):
item}var EVERY_PATH,init_defaults=__esm({"src/mesh/gateway/defaults.ts"(){"use strict";init_json_reading();EVERY_PATH={path:{type:"PathPrefix",value:"/"}}}});function matchElements2(rule2){let elements=listOf(objectOf(rule2)?.matches).map(element=>objectOf(element)??{});return elements.length===0?[{}]:elements}function pathOf(element){
let path12=objectOf(element.path);return{type:textOf(path12?.type)??"PathPrefix",value:textOf(path12?.value)??"/"}}function headerName(header){return(textOf(objectOf(
header)?.name)??"").toLowerCase()}var init_match_element=__esm({"src/mesh/gateway/match-element.ts"(){"use strict";init_json_reading()}});function headerRuleLimits(rules,clones){if(clones.length===0)return[];let team=rules.length-clones.length,problem=message=>[{code:"too-many-rules",message}];if(rules.
length>RULES)return problem(`an HTTPRoute has at most ${RULES} rules: this one has ${team}, and ${clones.length} header ${clones.length===1?"route needs one":"r\
outes need one each"}. Ask for fewer header routes in the stage, or move rules into another HTTPRoute`);let matches3=rules.reduce((sum,rule2)=>sum+matchElements2(
rule2).length,0);if(matches3>=MATCHES)return problem(`an HTTPRoute has fewer than ${MATCHES} matches in all its rules: with the header rules this one would have\
 ${matches3}, because each repeats the conditions of the weighted rule`);let most=Math.max(...clones.flatMap(clone=>matchElements2(clone).map(element=>listOf(objectOf(
element)?.headers).length)));return most>HEADERS?problem(`a match of an HTTPRoute has at most ${HEADERS} headers, not ${most}`):[]}var RULES,MATCHES,HEADERS,init_limits=__esm(
{"src/mesh/gateway/limits.ts"(){"use strict";init_json_reading();init_match_element();RULES=16,MATCHES=128,HEADERS=16}});function toHeader(name,match){switch(match.kind){case"exact":return{type:"Exact",name,value:match.value};case"regex":return{type:"RegularExpression",name,value:match.
value};case"prefix":return{type:"RegularExpression",name,value:`^${escapeRegex(match.value)}.*`};case"present":return{type:"RegularExpression",name,value:PRESENT}}}
function fromHeader(header){let object2=objectOf(header),value=typeof object2?.value=="string"?object2.value:"";if((object2?.type??"Exact")==="Exact")return{kind:"\
exact",value};if(value===PRESENT)return{kind:"present"};let prefix=/^\^(.*)\.\*$/s.exec(value)?.[1],plain4=prefix?.replace(/\\([^\w])/g,"$1");return plain4!==void 0&&
escapeRegex(plain4)===prefix?{kind:"prefix",value:plain4}:{kind:"regex",value}}function sameCondition(header,match){return deepEqual(toHeader("x",fromHeader(header)),
toHeader("x",match))}function escapeRegex(text3){return text3.replace(/[\\^$.*+?()[\]{}|]/g,"\\$&")}function toPath(match){return match.kind==="present"?{type:"\
PathPrefix",value:"/"}:{type:PATH_TYPES[match.kind],value:match.value}}function fromPath(element){let{type,value}=pathOf(element);return type==="Exact"?{kind:"e\
xact",value}:type==="RegularExpression"?{kind:"regex",value}:{kind:"prefix",value}}var pathOrder,PRESENT,PATH_TYPES,init_condition=__esm({"src/mesh/gateway/cond\
ition.ts"(){"use strict";init_json_diff();init_json_reading();init_match_element();pathOrder={equal:(a,b)=>a===b,under(path12,prefix){let bare=prefix.replace(/\/$/,
"");return path12.replace(/\/$/,"")===bare||path12.startsWith(`${bare}/`)}},PRESENT=".*";PATH_TYPES={exact:"Exact",prefix:"PathPrefix",regex:"RegularExpression"}}});function comparePrecedence(a,b){let[left,right]=[ranks(a),ranks(b)];for(let[i,rank4]of left.entries())if(rank4!==right[i])return right[i]-rank4;return 0}function ranks(element){
let{type,value}=pathOf(element);return[type==="Exact"?3:type==="RegularExpression"?1:2,(type==="PathPrefix"?value.replace(/(.)\/$/,"$1"):value).length,element.method===
void 0?0:1,listOf(element.headers).length,listOf(element.queryParams).length]}function beats(a,b){let order=comparePrecedence(a.element,b.element);return order===
0?a.index<b.index:order<0}function overlap(a,b){let[left,right]=[textOf(a.method),textOf(b.method)];return left&&right&&left!==right||bothOf(fromPath(a),fromPath(
b),pathOrder)==="never"?!1:!contradict(a.headers,b.headers,headerName)&&!contradict(a.queryParams,b.queryParams,exactName)}function contradict(a,b,name){return listOf(
a).some(left=>listOf(b).some(right=>name(left)===name(right)&&bothOf(fromHeader(left),fromHeader(right))==="never"))}function takesTheRest2(other,ours,behind){let index=behind?
1:-1;return other.some(element=>{let common3=ours.filter(own2=>overlap(element,own2));return common3.length===0||common3.some(own2=>!beats({element,index},{element:own2,
index:0}))})}var exactName,init_precedence=__esm({"src/mesh/gateway/precedence.ts"(){"use strict";init_json_reading();init_string_match();init_condition();init_match_element();
exactName=item=>textOf(objectOf(item)?.name)??""}});function indexes(route2,rollout){let annotations=annotationsOf(route2);if(annotations[ROLLOUT_ANNOTATION]!==rollout)return[];let rules=listOf(objectOf(route2.spec)?.
rules),found=[];for(let matches3 of marked(textOf(annotations[HEADER_RULES_ANNOTATION]))){let at3=rules.findLastIndex((rule2,i)=>!found.includes(i)&&deepEqual(storedMatches(
objectOf(rule2)??{}),matches3));at3>=0&&found.push(at3)}return found.toSorted((a,b)=>a-b)}function marked(text3){try{let list2=JSON.parse(text3??"[]");return isList(
list2)?list2:[]}catch{return[]}}function rewriteProblems(clone){let replaces=listOf(clone.filters).some(filter=>objectOf(objectOf(objectOf(filter)?.urlRewrite)?.
path)?.type==="ReplacePrefixMatch"),types=matchElements2(clone).map(element=>objectOf(element.path)?.type??"PathPrefix");return!replaces||types.every(type=>type===
"PathPrefix")?[]:[{code:"header-rewrite",message:"the rule replaces the prefix of the path (URLRewrite, ReplacePrefixMatch), so a header route of it can only ha\
ve a path of the kind prefix"}]}function stolen(rules,own2,clone,clones,scope){let{dialect}=scope,index=rules.indexOf(clone),placed=(rule2,i)=>matchElements2(rule2).
map(element=>({element,index:i})),ours=placed(rules[own2],own2);return rules.flatMap((rule2,i)=>{if(i===own2||clones.includes(objectOf(rule2)??{}))return[];if(!placed(
rule2,i).some(theirs=>ours.some(o=>overlap(theirs.element,o.element)&&beats(theirs,o))&&placed(clone,index).some(c=>overlap(theirs.element,c.element)&&beats(c,theirs))))
return[];let text3=describeRule(rule2,i<index?i:i-clones.length,dialect);return[{code:"header-precedence",message:`the header route (${dialect.match.describe(clone)}\
) has more conditions than ${text3}, so HTTPRoute would serve it first and take requests of that rule. Ask for fewer headers, or exclude that rule's requests by\
 another value of its header`}]})}var gatewayHeaderRules,init_header_rules3=__esm({"src/mesh/gateway/header-rules.ts"(){"use strict";init_json_diff();init_json_reading();
init_describe();init_marks();init_defaults();init_limits();init_match_element();init_precedence();gatewayHeaderRules={indexes,marked:clone=>without(clone,"name"),
annotations:clones=>clones.length===0?{}:{[HEADER_RULES_ANNOTATION]:JSON.stringify(clones.map(storedMatches))},problems:(rules,own2,clones,scope)=>[...headerRuleLimits(
rules,clones),...clones.flatMap(clone=>[...rewriteProblems(clone),...stolen(rules,own2,clone,clones,scope)])]}}});function matchesEverything2(rule2){return matchElements2(rule2).some(element=>{let path12=pathOf(element);return Object.keys(without(element,"path")).length===0&&
path12.type==="PathPrefix"&&path12.value==="/"})}function combine2(element,ours){let headers3=listOf(element.headers);for(let[name,condition2]of Object.entries(
ours.headers)){let at3=headers3.findIndex(header=>headerName(header)===name),both2=at3<0?condition2:bothOf(fromHeader(headers3[at3]),condition2);if(both2==="nev\
er"||both2==="unclear")return{kind:both2,where:`header ${name}`};let theirName=textOf(objectOf(headers3[at3])?.name)??name,written2=toHeader(theirName,both2),kept=at3>=
0&&sameCondition(headers3[at3],both2);headers3=at3<0?[...headers3,written2]:headers3.map((old,i)=>i===at3&&!kept?written2:old)}let path12=objectOf(element.path)??
{type:"PathPrefix",value:"/"},combined={...element,path:path12,...headers3.length>0?{headers:headers3}:{}};if(!ours.path||ours.path.kind==="present")return{kind:"\
element",element:combined};let both=bothPaths(fromPath(element),ours.path);return both==="never"||both==="unclear"?{kind:both,where:"path"}:{kind:"element",element:{
...combined,path:toPath(both)}}}function bothPaths(theirs,ours){return theirs.kind==="prefix"&&theirs.value==="/"?ours:bothOf(theirs,ours,pathOrder)}function beyond2(combined,element){
let theirs=listOf(element.headers),headers3=Object.fromEntries(listOf(combined.headers).filter(header=>!theirs.some(old=>deepEqual(old,header))).map(header=>[headerName(
header),fromHeader(header)])),[path12,before]=[pathOf(combined),pathOf(element)];return{headers:headers3,path:deepEqual(path12,before)?null:fromPath(combined)}}
function describe2(rule2){if(matchesEverything2(rule2))return"everything";let text3=matchElements2(rule2).map(describeElement2).join(" or ");return text3.length>
160?`${text3.slice(0,157)}...`:text3}function describeElement2(element){let{type,value}=pathOf(element),list2=(key,noun)=>listOf(element[key]).map(item=>{let said=field2=>textOf(
objectOf(item)?.[field2]);return`${noun} ${said("name")??"(no name)"} ${said("type")??"Exact"} ${said("value")??""}`});return[...type==="PathPrefix"&&value==="/"?
[]:[`path ${type} ${value}`],...list2("headers","header"),...list2("queryParams","query parameter"),...textOf(element.method)?[`method ${textOf(element.method)}`]:
[]].join(", ")}var gatewayMatch,init_match2=__esm({"src/mesh/gateway/match.ts"(){"use strict";init_json_diff();init_json_reading();init_string_match();init_condition();
init_defaults();init_precedence();init_match_element();gatewayMatch={elements:matchElements2,identity:storedMatches,matchesEverything:matchesEverything2,takesTheRest:(other,ours,behind)=>matchesEverything2(
other)||takesTheRest2(matchElements2(other),matchElements2(ours),behind),combine:combine2,beyond:beyond2,describe:describe2}}});function mirrorOf(filter,scope){let object2=objectOf(filter);if(object2?.type!=="RequestMirror")return null;let mirror=objectOf(object2.requestMirror)??{};return{
role:roleOf(mirror.backendRef,scope),percent:percentOf2(mirror)}}function mirrorsOfBackends(rule2,role,scope){return listOf(rule2.backendRefs).some(entry3=>listOf(
objectOf(entry3)?.filters).some(filter=>mirrorOf(filter,scope)?.role===role))}function percentOf2(mirror){let fraction=objectOf(mirror.fraction),number2=(value,otherwise)=>typeof value==
"number"?value:otherwise;return fraction?number2(fraction.numerator,0)*100/(number2(fraction.denominator,100)||100):number2(mirror.percent,100)}function withCanary(fields7,remembered,destination,percent4,scope){
let left=withoutRole2(fields7,"canary",scope),theirs=deepEqual(listOf(left.filters),listOf(remembered.filters))?remembered:left;if(percent4<=0)return theirs;let ours={
type:"RequestMirror",requestMirror:{backendRef:{group:"",kind:"Service",...referenceOf(destination)},...share(percent4)}};return{filters:[...listOf(theirs.filters),
ours]}}function share(percent4){return percent4>=100?{}:Number.isInteger(percent4)?{percent:percent4}:{fraction:{numerator:Math.round(percent4*100),denominator:1e4}}}
function withoutRole2(fields7,role,scope){let list2=listOf(fields7.filters),kept=list2.filter(filter=>mirrorOf(filter,scope)?.role!==role);return kept.length===
list2.length?fields7:kept.length===0?{}:{filters:kept}}var gatewayMirror,init_mirror2=__esm({"src/mesh/gateway/mirror.ts"(){"use strict";init_json_diff();init_json_reading();
init_scope();init_backend_ref();gatewayMirror={all:(rule2,scope)=>listOf(rule2.filters).flatMap(filter=>mirrorOf(filter,scope)??[]),fields:rule2=>rule2.filters===
void 0?{}:{filters:rule2.filters},withFields:(rule2,fields7)=>({...without(rule2,"filters"),...fields7}),withCanary,without:withoutRole2}}});function unsupportedRoute3(route2,name){let parents=listOf(objectOf(route2.spec)?.parentRefs);return[...rulesOf(route2,gatewayDialect).length===0?[{code:"no-htt\
p",message:`HTTPRoute ${name} has no rules, so there is nothing to shift: it must route to the stable version`}]:[],...parents.length===0?[{code:"no-parent",path:"\
spec.parentRefs",message:`HTTPRoute ${name} has no parentRefs, so nothing serves it: name a Gateway, or a Service of the mesh`}]:[]]}function instead2(rule2){return listOf(
rule2.filters).some(filter=>objectOf(filter)?.type==="RequestRedirect")?{what:"RequestRedirect",advice:"it has no weights to shift"}:null}function unsupportedRule2(rule2,path12,text3,scope){
let ours=entriesOf(rule2,gatewayDialect).filter(entry3=>roleOfEntry(entry3,scope)!==null),copied=["stable","canary"].filter(role=>mirrorsOfBackends(rule2,role,scope));
return[...ours.length>0&&ours.every(entry3=>weightOf(entry3,gatewayDialect)===0)?[{code:"no-weight",path:path12,message:`${text3}: our versions have no weight h\
ere, so there is nothing to divide; give stable a weight above 0`}]:[],...copied.map(role=>({code:"unsupported-rule",path:path12,message:`${text3}: a RequestMir\
ror to ${scope.sides[role].name} in the filters of a backendRef is not supported; write it in the filters of the rule`}))]}function otherReferences2(route2,role,scope){
return rulesOf(route2,gatewayDialect).flatMap((rule2,i)=>mirrorsOfBackends(objectOf(rule2)??{},role,scope)?[`${describeRule(rule2,i,gatewayDialect)}, RequestMir\
ror of a backendRef`]:[])}function ruleTimeout2(rule2){let timeouts2=objectOf(rule2.timeouts),total=durationOf3(timeouts2?.request);if(total!==null)return total;
let each2=durationOf3(timeouts2?.backendRequest),retry=objectOf(rule2.retry),attempts2=retry?retry.attempts??2:0;return each2===null?null:each2*(1+(typeof attempts2==
"number"&&attempts2>0?attempts2:0))}function durationOf3(value){let text3=textOf(value),ms=text3===null?null:parseDuration(text3);return ms===null||ms<=0?null:ms}
var gatewayDialect,init_dialect2=__esm({"src/mesh/gateway/dialect.ts"(){"use strict";init_duration();init_json_reading();init_describe();init_scope();init_backend_ref();
init_defaults();init_header_rules3();init_match2();init_mirror2();gatewayDialect={kind:"httpRoute",noun:"HTTPRoute",rules:"rules",matches:"matches",entries:"bac\
kendRefs",entryHeaders:"filters",defaultWeight:1,maxWeight:1e6,destination:backendRef,match:gatewayMatch,mirror:gatewayMirror,headerRules:gatewayHeaderRules,unsupportedRoute:unsupportedRoute3,
instead:instead2,unsupportedRule:unsupportedRule2,otherReferences:otherReferences2,timeout:ruleTimeout2,withDefaults}}});function acceptanceOf(route2){let namespace=textOf(objectOf(route2.metadata)?.namespace)??"",reported=listOf(objectOf(route2.status)?.parents).map(parent=>objectOf(
parent)??{}),generation=route2.metadata.generation??0,answers=listOf(objectOf(route2.spec)?.parentRefs).map(ref2=>{let key=parentKey(ref2,namespace),name=parentName(
ref2),entries3=reported.filter(entry3=>parentKey(entry3.parentRef,namespace)===key);if(entries3.length===0)return{kind:"waiting",why:`no controller has reported\
 on ${name}`};let each2=entries3.map(entry3=>entryAcceptance(entry3,generation,name));return best(each2)});return worst(answers)}function worst(answers){return answers.
toSorted((a,b)=>rank3(a)-rank3(b))[0]??{kind:"waiting",why:"it has no parentRefs"}}function best(answers){return answers.find(a=>a.kind==="accepted")??worst(answers)}
function rank3({kind}){return ORDER2.indexOf(kind)}function entryAcceptance(entry3,generation,parent){let conditions=listOf(entry3.conditions).map(condition2=>objectOf(
condition2)??{}),answers=CONDITIONS.map(type=>{let condition2=conditions.find(c=>c.type===type),observed=condition2?.observedGeneration;if(!condition2||typeof observed!=
"number"||observed<generation){let seen=typeof observed=="number"?`, only for generation ${observed}`:"";return{kind:"waiting",why:`${parent} has not said ${type}\
 for generation ${generation}${seen}`}}if(condition2.status==="True")return{kind:"accepted"};let said=[textOf(condition2.reason),textOf(condition2.message)].filter(
t=>t!==null);return{kind:type==="Accepted"?"not-served":"unresolved",why:`${parent}: ${type} is ${textOf(condition2.status)??"Unknown"}: ${said.join(": ")}`}});
return worst(answers)}function parentKey(ref2,namespace){let{group:group2,kind,namespace:said,name,sectionName,port}=objectOf(ref2)??{};return JSON.stringify([group2??
"gateway.networking.k8s.io",kind??"Gateway",said??namespace,name??null,sectionName??null,port??null])}function parentName(ref2){let object2=objectOf(ref2),namespace=textOf(
object2?.namespace);return`${textOf(object2?.kind)??"Gateway"} ${namespace?`${namespace}/`:""}${textOf(object2?.name)??"(no name)"}`}var CONDITIONS,ORDER2,init_status=__esm(
{"src/mesh/gateway/status.ts"(){"use strict";init_json_reading();CONDITIONS=["Accepted","ResolvedRefs"];ORDER2=["not-served","unresolved","waiting","accepted"]}});function grantsServices(grants,routeNamespace,services2){return services2.every(service=>grants.some(grant=>{let spec=objectOf(grant.spec),from2=listOf(spec?.from).
some(entry3=>{let{group:group2,kind,namespace}=objectOf(entry3)??{};return group2==="gateway.networking.k8s.io"&&kind==="HTTPRoute"&&namespace===routeNamespace}),
to=listOf(spec?.to).some(entry3=>{let{group:group2,kind,name}=objectOf(entry3)??{};return(group2??"")===""&&kind==="Service"&&(name??service)===service});return from2&&
to}))}var init_reference_grant=__esm({"src/mesh/gateway/reference-grant.ts"(){"use strict";init_json_reading()}});var gatewayRouter,init_gateway=__esm({"src/mesh/gateway/index.ts"(){"use strict";init_create_router();init_dialect2();init_status();init_reference_grant();init_defaults();
gatewayRouter=createRouter(gatewayDialect)}});async function observe(kube,rollout,refs,routeManifests){let routes=await observeRoutes(kube,rollout,routeManifests),live=new Map;for(let ref2 of uniqueRefs(refs)){
let object2=await kube.get(ref2);object2&&live.set(identity(ref2),object2)}let autoscalers2=await kube.list({apiVersion:"autoscaling/v2",kind:"HorizontalPodAuto\
scaler",namespace:rollout.namespace});return{live,routes,autoscalers:autoscalers2,destinationRule:await readDestinationRule(kube,rollout)}}async function observeRoutes(kube,rollout,routeManifests){
let routes=[];for(let[index,spec]of rollout.routes.entries()){let router=routerOf(spec),ref2=routeRef(spec),route2=await kube.get(ref2),manifests=routeManifests[index]??
[],supporting=new Map;if(!route2)for(let object2 of manifests.filter(o=>o.kind!==ref2.kind)){let live=await kube.get(refOf(object2));live&&supporting.set(identity(
refOf(object2)),live)}routes.push({index,spec,router,route:route2,live:supporting,manifests:route2?[]:manifests})}return routes}async function readDestinationRule(kube,rollout){
let{backend}=rollout.versions[0];if(backend.kind!=="subset")return null;let{namespace}=rollout,rules=await kube.list({apiVersion:"networking.istio.io/v1",kind:"\
DestinationRule",namespace}),name=rollout.routes.map(r=>r.kind==="virtualService"?r.destinationRule:null).find(n=>n!==null);if(name!==void 0)return rules.find(o=>o.
metadata.name===name)??null;let own2=rules.filter(o=>sameHost(String(o.spec?.host),namespace,backend.service,namespace));if(own2.length>1)throw refused({code:"a\
mbiguous-destination-rule",message:`Service ${namespace}/${backend.service} has several DestinationRules: ${own2.map(o=>o.metadata.name).join(", ")}; say which \
one holds the subsets with routes[].destinationRule`});return own2[0]??null}function routerOf(route2){switch(route2.kind){case"virtualService":return istioRouter;case"\
httpRoute":return gatewayRouter}}function deploymentRefs(rollout){return rollout.versions.map(version2=>({apiVersion:"apps/v1",kind:"Deployment",namespace:rollout.
namespace,name:version2.deployment}))}function refsOf(objects){return objects.map(refOf)}function uniqueRefs(refs){return[...new Map(refs.map(ref2=>[identity(ref2),
ref2])).values()]}var init_observe=__esm({"src/engine/observe.ts"(){"use strict";init_object();init_gateway();init_istio();init_host();init_route();init_errors()}});function parseImage(text3){let bad=why=>({ok:!1,message:`image ${JSON.stringify(text3)} ${why}`});if(text3==="")return bad("is empty: expected REGISTRY/REPOSITO\
RY:TAG or REGISTRY/REPOSITORY@sha256:…");if(/\s/.test(text3))return bad("contains white space: remove it (a line end is often left by `echo`)");if(/^[a-z]+:\/\//i.
test(text3))return bad(`starts with a protocol: leave out ${text3.slice(0,text3.indexOf("//")+2)}`);if(/\$\{|\$\(|[<>[\]{}]/.test(text3)&&!/^\[[0-9a-fA-F:]+\]/.
test(text3))return bad("still contains a placeholder: give its value");let[name="",digest,...more]=text3.split("@");if(more.length>0)return bad("has two digests\
: expected one @");if(digest!==void 0){if(/^sha256:[0-9a-fA-F]*$/.test(digest)&&digest.length!==71)return bad(`has a digest of ${digest.length-7} hex digits: a \
sha256 has 64`);if(!/^sha256:[0-9a-f]{64}$/.test(digest))return bad(`has the digest ${JSON.stringify(digest)}: expected sha256: and 64 lower-case hex digits`)}let slash=name.
lastIndexOf("/"),colon=name.indexOf(":",slash+1),tag2=colon<0?null:name.slice(colon+1);if(tag2==="")return bad("ends with a colon: expected a tag behind it");if(tag2!==
null&&!TAG.test(tag2))return bad(`has the tag ${JSON.stringify(tag2)}: a tag has up to 128 letters, digits, _ . - and starts with no . or -`);let path12=colon<0?
name:name.slice(0,colon),first=path12.split("/")[0],named4=path12.includes("/")&&(/[.:]/.test(first)||first==="localhost"||first!==first.toLowerCase()),registry=named4?
first:null,repository2=named4?path12.slice(first.length+1):path12;if(registry!==null&&!HOST.test(registry))return bad(`has the registry ${JSON.stringify(registry)}\
: expected HOST or HOST:PORT`);if(repository2==="")return bad("names no repository");if(repository2!==repository2.toLowerCase())return bad(`has upper-case lette\
rs in its repository: registries refuse them, write ${repository2.toLowerCase()}`);let wrong=repository2.split("/").find(part=>!COMPONENT.test(part));return wrong===
""?bad("has an empty part between slashes"):wrong!==void 0?bad(`has ${JSON.stringify(wrong)} in its repository: expected letters and digits, separated by . _ __\
 or -`):{ok:!0,image:{registry,repository:repository2,tag:tag2,digest:digest??null}}}function formatImage({registry,repository:repository2,tag:tag2,digest}){return`${registry===
null?"":`${registry}/`}${repository2}${tag2===null?"":`:${tag2}`}${digest===null?"":`@${digest}`}`}function fullRepository({registry,repository:repository2}){return registry===
null||registry==="docker.io"||registry==="index.docker.io"?`docker.io/${repository2.includes("/")?"":"library/"}${repository2}`:`${registry}/${repository2}`}function imagesIn(object2){
let path12=podTemplatePath(object2);return path12?["containers","initContainers","ephemeralContainers"].flatMap(list2=>mapsIn(at(object2,...path12,"spec",list2)).
flatMap(({name,image:image2})=>{let where=[...path12,"spec",list2].join(".");return typeof image2=="string"?[{container:String(name),image:image2,path:`${where}\
[${String(name)}].image`}]:[]})):[]}var COMPONENT,HOST,TAG,init_image=__esm({"src/workload/image.ts"(){"use strict";init_json();init_pod_template();COMPONENT=/^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/,
HOST=/^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*(?::[0-9]+)?$|^\[[0-9a-fA-F:]+\](?::[0-9]+)?$/,TAG=/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/}});function notesFor(input,routes,record,stage2){return[...input.firstRun?[firstRunNote(input,stage2)]:[],...pinNotes(routes),...copyNotes(stage2,input,routes),...ownerNotes(
[...input.live.values(),...routes.routes.flatMap(r=>r.route?[r.route]:[])]),...record?.phase==="active"?[]:weakerStages(input.rollout,lastFileOf(record)),...input.
rollout.traffic?[]:['no "traffic" block: nobody will look whether the gateways serve what is configured']]}function imageNotes({image:source2},image2){let asked=image2===
null?null:parseImage(image2),known2=source2===null?null:parseImage(source2.repository);if(!asked?.ok||!known2?.ok)return[];let[from2,named4]=[asked,known2].map(
one2=>fullRepository(one2.image));return from2===named4?[]:[`the image is from ${from2}; the rollout file names ${named4}`]}function firstRunNote(input,stage2){
let{stable}=input.roles;return`first run: nothing is stable yet, so ${stable.name} gets the image; ${stage2.kind==="weight"&&stage2.weight===0?"the route stays \
closed until a stage with a weight":"the route opens"}`}function copyNotes(stage2,{roles,firstRun},routes){if(stage2.kind!=="weight")return[];let replays=stage2.
gates.some(g=>g.kind==="comparison"&&g.source.kind==="replay");return firstRun&&(stage2.mirror>0||replays)?["first run: there is only one version, so nothing is\
 copied and nothing is compared"]:[...stage2.mirror>0?mirrorNotes(stage2.mirror,stage2.headers.length>0,roles,routes):[],...replays?['replay: both versions answ\
er requests of the "traffic" block; what these write happens on both']:[]]}function mirrorNotes(percent4,headers3,{canary},routes){let{name}=canary;return[`mirr\
or: ${name} works on ${percent4} % of the requests once more, and its answers are thrown away; what a request writes or sends elsewhere happens twice, and ${name}\
 and everything that it calls get that much more load`,`mirror: copies may reach ${name} with "-shadow" after the host name (Istio up to 1.27 adds it, later ver\
sions only with DISABLE_SHADOW_HOST_SUFFIX=false), so ${name} must not depend on the Host header`,...headers3?[`mirror: requests of the header rules go to ${name}\
 themselves and are not copied; only the others are`]:[],...notCopied(routes).map(rule2=>`mirror: requests of ${rule2} are not copied; only those of the weighte\
d rule are`)]}function notCopied(routes){return pinsByRoute(routes).flatMap(({route:route2,pins:pins2})=>pins2.filter(({role,destinations})=>role==="stable"&&destinations.
length>0).filter(pin=>!pins2.some(p=>p.index===pin.index&&p.role==="canary"&&p.mirror)).map(pin=>`${describe(refOf(route2))} ${pin.description}`))}function pinNotes(routes){
return pinsByRoute(routes).flatMap(({route:route2,spec,pins:pins2})=>pins2.map(pin=>`${describe(refOf(route2))}: ${pin.description} is pinned to ${routes.roles[pin.
role].name}${spec.pins==="retarget"?"; it follows the remaining version at the end":""}`))}function pinsByRoute(routes){return routes.routes.flatMap(({spec,route:route2,
router,index})=>{if(!route2)return[];let located=router.locate(route2,contextOf(spec,routes),routes.memories[index]?.memory??null);return located.ok?[{spec,route:route2,
pins:located.rule.pins}]:[]})}function ownerNotes(objects){return objects.flatMap(object2=>{let{labels={},annotations={}}=object2.metadata,owner=OWNERS.find(({label,
annotation,value})=>{let found=label?labels[label]:annotations[annotation];return found!==void 0&&(value===void 0||found===value)});return owner?[`${describe(refOf(
object2))} belongs to ${owner.who}, which may put it back during the rollout; let it ignore what shiftgate changes (weights, marks) or pause it`]:[]})}function weakerStages(now,before){
return before?before.stages.flatMap(old=>{let stage2=now.stages.find(s=>s.name===old.name);if(!stage2)return[`stage ${old.name} of the last finished rollout is \
gone`];let lost2=old.gates.filter(g=>!stage2.gates.some(n=>n.kind===g.kind)).map(g=>g.kind);return[...old.approval&&!stage2.approval?[`stage ${old.name} needed \
an approval (${old.approval}) in the last finished rollout and needs none now`]:[],...lost2.length>0?[`stage ${old.name} had the gates ${lost2.join(", ")} in th\
e last finished rollout and has them no more`]:[]]}):[]}var OWNERS,init_notes=__esm({"src/plan/notes.ts"(){"use strict";init_object();init_record();init_image();
init_route();OWNERS=[{who:"Helm",label:"app.kubernetes.io/managed-by",value:"Helm"},{who:"Argo CD",annotation:"argocd.argoproj.io/tracking-id"},{who:"Argo CD",label:"\
argocd.argoproj.io/instance"},{who:"Flux",label:"kustomize.toolkit.fluxcd.io/name"},{who:"Flux",label:"helm.toolkit.fluxcd.io/name"}]}});function cleanForRestore(live){let{status:_,...rest}=live,metadata=without3(live.metadata,METADATA),annotations=isMap(metadata.annotations)?without3(metadata.annotations,
ANNOTATIONS):{},{annotations:_annotations,...others}=metadata;return{...rest,metadata:{...others,...Object.keys(annotations).length>0?{annotations}:{}},...live.
kind==="Service"&&isMap(live.spec)?{spec:serviceSpec(live.spec)}:{}}}function serviceSpec(spec){return spec.clusterIP==="None"?without3(spec,["healthCheckNodePo\
rt"]):without3(spec,["clusterIP","clusterIPs","healthCheckNodePort"])}function without3(map,keys){return Object.fromEntries(Object.entries(map).filter(([key])=>!keys.
includes(key)))}var METADATA,ANNOTATIONS,init_restore2=__esm({"src/workload/restore.ts"(){"use strict";init_json();METADATA=["uid","resourceVersion","generation",
"creationTimestamp","deletionTimestamp","deletionGracePeriodSeconds","managedFields","selfLink"],ANNOTATIONS=["deployment.kubernetes.io/revision","deprecated.da\
emonset.template.generation"]}});async function awaitReady(engine,session,scene,action){let{kube,clock}=engine,namespace=scene.rollout.namespace,started2=clock.now(),deadline=started2+scene.rollout.
timeouts.ready,pause3=FIRST_POLL_MS,said="",hopelessSince=null;for(;;){let deployment=await kube.get({apiVersion:"apps/v1",kind:"Deployment",namespace,name:action.
deployment});if(!deployment)return failed(`Deployment ${namespace}/${action.deployment} does not exist any more`);let state=deploymentReady(deployment,action.replicas),
passed2=note=>({kind:"readiness",verdict:"pass",reason:`${action.deployment}: ${state.text} after ${formatDuration(clock.now()-started2)}${note}`});if(state.ready)
return passed2("");if(action.unlessNone!==null&&deploymentReady(deployment,1).ready){let other=action.unlessNone;if(!await hasReadyPod(engine,namespace,other))return passed2(
`; fewer than wanted, but ${other} has none`)}state.text!==said&&(engine.progress.waiting(`${action.deployment}: ${state.text}`),said=state.text);let now=clock.
now();if(now-started2>2e3||now>deadline){let why=await explain(engine,namespace,deployment);why.lines[0]&&engine.progress.waiting(`${action.deployment}: ${why.lines[0]}`),
hopelessSince=why.fatalEarly?hopelessSince??now:null;let hopeless=hopelessSince!==null&&now-hopelessSince>=Math.min(HOPELESS_MS,scene.rollout.timeouts.ready);if(now>
deadline&&why.lines.length===0)return{kind:"readiness",verdict:"inconclusive",reason:`${action.deployment} has too few pods: ${state.text}, wanted ${action.replicas}\
 after ${formatDuration(now-started2)}; nothing is wrong with those it has. Raise its replicas or its autoscaler's maximum, then run the command again`};if(now>
deadline||hopeless){let waited=hopeless?"and waiting longer would not help":`after ${formatDuration(now-started2)}`;return failed([`${action.deployment} is not \
ready: ${state.text}, wanted ${action.replicas} ${waited}`,...why.lines].join("; "))}}await clock.sleep(Math.min(pause3,Math.max(1,deadline-now+1)),engine.signal),
pause3=Math.min(LAST_POLL_MS,pause3*1.5),await session.check()}}async function hasReadyPod(engine,namespace,name){return((await engine.kube.get({apiVersion:"app\
s/v1",kind:"Deployment",namespace,name}))?.status?.readyReplicas??0)>0}async function awaitGone2(engine,session,scene,action){let{kube,clock}=engine,{namespace,
timeouts:timeouts2}=scene.rollout,deadline=clock.now()+timeouts2.ready,labelSelector=selectorOf(action.labels);for(;;){let left=(await kube.list({apiVersion:"v1",
kind:"Pod",namespace,labelSelector})).filter(pod2=>!pod2.metadata.deletionTimestamp);if(left.length===0)return{kind:"readiness",verdict:"pass",reason:`the pods \
of ${action.deployment} are gone`};if(clock.now()>deadline){let names4=left.slice(0,3).map(pod2=>pod2.metadata.name);return{kind:"readiness",verdict:"inconclusi\
ve",reason:`${left.length} pods of ${action.deployment} are still there: ${names4.join(", ")}`}}engine.progress.waiting(`${action.deployment}: ${left.length} po\
ds left`),await clock.sleep(FIRST_POLL_MS*4,engine.signal),await session.check()}}async function explain(engine,namespace,deployment){let pods=await podsOf(engine,
namespace,deployment),events2=await engine.kube.list({apiVersion:"v1",kind:"Event",namespace}).catch(()=>[]);return explainNotReady({deployment,pods,events:events2})}
function podsOf(engine,namespace,deployment){let labels=deployment.spec?.selector?.matchLabels??{};return engine.kube.list({apiVersion:"v1",kind:"Pod",namespace,
labelSelector:selectorOf(labels)})}function selectorOf(labels){return Object.entries(labels).map(([key,value])=>`${key}=${value}`).join(",")}function failed(reason){
return{kind:"readiness",verdict:"fail",reason}}var FIRST_POLL_MS,LAST_POLL_MS,HOPELESS_MS,init_readiness2=__esm({"src/engine/readiness.ts"(){"use strict";init_duration();
init_readiness();FIRST_POLL_MS=50,LAST_POLL_MS=1e3,HOPELESS_MS=5e3}});var CannotLook,init_cannot_look=__esm({"src/gates/cannot-look.ts"(){"use strict";CannotLook=class extends Error{constructor(message,options){super(message,options),
this.name="CannotLook"}}}});async function runningPods(engine,scene,role){let{namespace}=scene.rollout,{deployment:name}=scene.roles[role],deployment=await engine.kube.get({apiVersion:"app\
s/v1",kind:"Deployment",namespace,name}),running=(deployment===null?[]:await podsOf(engine,namespace,deployment)).filter(pod2=>pod2.status?.phase==="Running");if(running.
length>0)return running;throw new CannotLook(deployment===null?`Deployment ${namespace}/${name} is gone: nobody answers for ${scene.roles[role].name}`:`Deployme\
nt ${namespace}/${name} has no running pod: nobody answers for ${scene.roles[role].name}`)}function isReady(pod2){return!pod2.metadata.deletionTimestamp&&podReady(
pod2)}function serviceOf3(engine,{rollout,roles},role){let{namespace}=rollout;return engine.kube.get({apiVersion:"v1",kind:"Service",namespace,name:roles[role].
backend.service})}function portBehind(service,backend,pod2){let ports=service?.spec?.ports??[],port=backend.port===null?ports[0]:ports.find(p=>p.port===backend.
port);if(!port)return null;let target=port.targetPort??port.port;return typeof target=="number"?target:(pod2.spec?.containers??[]).flatMap(c=>c.ports??[]).find(
p=>p.name===target)?.containerPort??null}var init_version_pods=__esm({"src/engine/version-pods.ts"(){"use strict";init_cannot_look();init_pod_ready();init_readiness2()}});async function checkNobodyServes(engine,rollout,stable){let{namespace}=rollout,{service:name}=stable.backend,service=await engine.kube.get({apiVersion:"v1",kind:"\
Service",namespace,name}),labels=service?.spec?.selector;if(!service||!labels||Object.keys(labels).length===0)return;let labelSelector=selectorOf(labels),ready2=(await engine.
kube.list({apiVersion:"v1",kind:"Pod",namespace,labelSelector})).find(isReady);if(ready2)throw refused({code:"stable-elsewhere",message:`Deployment ${namespace}\
/${stable.deployment} does not exist, and yet ${describe(refOf(service))} has ready pods (${ready2.metadata.name}): a first release would get their traffic. Nam\
e the Deployment that runs them in versions.${stable.name}.deployment, or remove them first`})}var init_first_run=__esm({"src/engine/first-run.ts"(){"use strict";
init_object();init_errors();init_readiness2();init_version_pods()}});function isClusterScoped(kind){return CLUSTER_SCOPED.includes(kind)||/^Cluster(Role|RoleBinding|Issuer|Policy|SecretStore|TrustBundle)$/.test(kind)}function isRoute(apiVersion,kind){
return ROUTES[kind]?.includes(apiVersion.split("/")[0])??!1}function needsSpec(kind){return WITH_SPEC.includes(kind)}function removedApi(apiVersion,kind){let removed=REMOVED[`${apiVersion}\
 ${kind}`];return removed?{since:removed[0],use:removed[1]}:null}var CLUSTER_SCOPED,ROUTES,WITH_SPEC,REMOVED,init_kinds=__esm({"src/workload/kinds.ts"(){"use st\
rict";CLUSTER_SCOPED=["Namespace","Node","PersistentVolume","StorageClass","CSIDriver","CSINode","VolumeAttachment","CustomResourceDefinition","APIService","Mut\
atingWebhookConfiguration","ValidatingWebhookConfiguration","ValidatingAdmissionPolicy","ValidatingAdmissionPolicyBinding","PriorityClass","RuntimeClass","Ingre\
ssClass","GatewayClass","DeviceClass","CertificateSigningRequest"];ROUTES={VirtualService:["networking.istio.io"],DestinationRule:["networking.istio.io"],Gateway:[
"networking.istio.io","gateway.networking.k8s.io"],HTTPRoute:["gateway.networking.k8s.io"],GRPCRoute:["gateway.networking.k8s.io"],TCPRoute:["gateway.networking\
.k8s.io"],TLSRoute:["gateway.networking.k8s.io"]};WITH_SPEC=[...Object.keys(ROUTES),"Pod","Deployment","StatefulSet","DaemonSet","ReplicaSet","Job","CronJob","S\
ervice","HorizontalPodAutoscaler","PodDisruptionBudget","NetworkPolicy","Ingress","PersistentVolumeClaim","ScaledObject"];REMOVED={"extensions/v1beta1 Deploymen\
t":["1.16","apps/v1"],"extensions/v1beta1 DaemonSet":["1.16","apps/v1"],"extensions/v1beta1 ReplicaSet":["1.16","apps/v1"],"extensions/v1beta1 NetworkPolicy":["\
1.16","networking.k8s.io/v1"],"extensions/v1beta1 Ingress":["1.22","networking.k8s.io/v1"],"apps/v1beta1 Deployment":["1.16","apps/v1"],"apps/v1beta1 StatefulSe\
t":["1.16","apps/v1"],"apps/v1beta2 Deployment":["1.16","apps/v1"],"apps/v1beta2 StatefulSet":["1.16","apps/v1"],"apps/v1beta2 DaemonSet":["1.16","apps/v1"],"ap\
ps/v1beta2 ReplicaSet":["1.16","apps/v1"],"networking.k8s.io/v1beta1 Ingress":["1.22","networking.k8s.io/v1"],"networking.k8s.io/v1beta1 IngressClass":["1.22","\
networking.k8s.io/v1"],"rbac.authorization.k8s.io/v1beta1 Role":["1.22","rbac.authorization.k8s.io/v1"],"rbac.authorization.k8s.io/v1beta1 RoleBinding":["1.22",
"rbac.authorization.k8s.io/v1"],"rbac.authorization.k8s.io/v1beta1 ClusterRole":["1.22","rbac.authorization.k8s.io/v1"],"rbac.authorization.k8s.io/v1beta1 Clust\
erRoleBinding":["1.22","rbac.authorization.k8s.io/v1"],"batch/v1beta1 CronJob":["1.25","batch/v1"],"policy/v1beta1 PodDisruptionBudget":["1.25","policy/v1"],"au\
toscaling/v2beta1 HorizontalPodAutoscaler":["1.25","autoscaling/v2"],"autoscaling/v2beta2 HorizontalPodAutoscaler":["1.26","autoscaling/v2"]}}});var require_identity=__commonJS({"node_modules/yaml/dist/nodes/identity.js"(exports2){"use strict";var ALIAS=Symbol.for("yaml.alias"),DOC=Symbol.for("yaml.docum\
ent"),MAP=Symbol.for("yaml.map"),PAIR=Symbol.for("yaml.pair"),SCALAR=Symbol.for("yaml.scalar"),SEQ=Symbol.for("yaml.seq"),NODE_TYPE=Symbol.for("yaml.node.type"),
isAlias3=node=>!!node&&typeof node=="object"&&node[NODE_TYPE]===ALIAS,isDocument=node=>!!node&&typeof node=="object"&&node[NODE_TYPE]===DOC,isMap4=node=>!!node&&
typeof node=="object"&&node[NODE_TYPE]===MAP,isPair2=node=>!!node&&typeof node=="object"&&node[NODE_TYPE]===PAIR,isScalar4=node=>!!node&&typeof node=="object"&&
node[NODE_TYPE]===SCALAR,isSeq2=node=>!!node&&typeof node=="object"&&node[NODE_TYPE]===SEQ;function isCollection2(node){if(node&&typeof node=="object")switch(node[NODE_TYPE]){case MAP:case SEQ:
return!0}return!1}function isNode(node){if(node&&typeof node=="object")switch(node[NODE_TYPE]){case ALIAS:case MAP:case SCALAR:case SEQ:return!0}return!1}var hasAnchor=node=>(isScalar4(
node)||isCollection2(node))&&!!node.anchor;exports2.ALIAS=ALIAS;exports2.DOC=DOC;exports2.MAP=MAP;exports2.NODE_TYPE=NODE_TYPE;exports2.PAIR=PAIR;exports2.SCALAR=
SCALAR;exports2.SEQ=SEQ;exports2.hasAnchor=hasAnchor;exports2.isAlias=isAlias3;exports2.isCollection=isCollection2;exports2.isDocument=isDocument;exports2.isMap=
isMap4;exports2.isNode=isNode;exports2.isPair=isPair2;exports2.isScalar=isScalar4;exports2.isSeq=isSeq2}});var require_visit=__commonJS({"node_modules/yaml/dist/visit.js"(exports2){"use strict";var identity3=require_identity(),BREAK=Symbol("break visit"),SKIP=Symbol(
"skip children"),REMOVE=Symbol("remove node");function visit2(node,visitor){let visitor_=initVisitor(visitor);identity3.isDocument(node)?visit_(null,node.contents,
visitor_,Object.freeze([node]))===REMOVE&&(node.contents=null):visit_(null,node,visitor_,Object.freeze([]))}visit2.BREAK=BREAK;visit2.SKIP=SKIP;visit2.REMOVE=REMOVE;
function visit_(key,node,visitor,path12){let ctrl=callVisitor(key,node,visitor,path12);if(identity3.isNode(ctrl)||identity3.isPair(ctrl))return replaceNode(key,
path12,ctrl),visit_(key,ctrl,visitor,path12);if(typeof ctrl!="symbol"){if(identity3.isCollection(node)){path12=Object.freeze(path12.concat(node));for(let i=0;i<
node.items.length;++i){let ci=visit_(i,node.items[i],visitor,path12);if(typeof ci=="number")i=ci-1;else{if(ci===BREAK)return BREAK;ci===REMOVE&&(node.items.splice(
i,1),i-=1)}}}else if(identity3.isPair(node)){path12=Object.freeze(path12.concat(node));let ck=visit_("key",node.key,visitor,path12);if(ck===BREAK)return BREAK;ck===
REMOVE&&(node.key=null);let cv=visit_("value",node.value,visitor,path12);if(cv===BREAK)return BREAK;cv===REMOVE&&(node.value=null)}}return ctrl}async function visitAsync(node,visitor){
let visitor_=initVisitor(visitor);identity3.isDocument(node)?await visitAsync_(null,node.contents,visitor_,Object.freeze([node]))===REMOVE&&(node.contents=null):
await visitAsync_(null,node,visitor_,Object.freeze([]))}visitAsync.BREAK=BREAK;visitAsync.SKIP=SKIP;visitAsync.REMOVE=REMOVE;async function visitAsync_(key,node,visitor,path12){
let ctrl=await callVisitor(key,node,visitor,path12);if(identity3.isNode(ctrl)||identity3.isPair(ctrl))return replaceNode(key,path12,ctrl),visitAsync_(key,ctrl,visitor,
path12);if(typeof ctrl!="symbol"){if(identity3.isCollection(node)){path12=Object.freeze(path12.concat(node));for(let i=0;i<node.items.length;++i){let ci=await visitAsync_(
i,node.items[i],visitor,path12);if(typeof ci=="number")i=ci-1;else{if(ci===BREAK)return BREAK;ci===REMOVE&&(node.items.splice(i,1),i-=1)}}}else if(identity3.isPair(
node)){path12=Object.freeze(path12.concat(node));let ck=await visitAsync_("key",node.key,visitor,path12);if(ck===BREAK)return BREAK;ck===REMOVE&&(node.key=null);
let cv=await visitAsync_("value",node.value,visitor,path12);if(cv===BREAK)return BREAK;cv===REMOVE&&(node.value=null)}}return ctrl}function initVisitor(visitor){
return typeof visitor=="object"&&(visitor.Collection||visitor.Node||visitor.Value)?Object.assign({Alias:visitor.Node,Map:visitor.Node,Scalar:visitor.Node,Seq:visitor.
Node},visitor.Value&&{Map:visitor.Value,Scalar:visitor.Value,Seq:visitor.Value},visitor.Collection&&{Map:visitor.Collection,Seq:visitor.Collection},visitor):visitor}
function callVisitor(key,node,visitor,path12){if(typeof visitor=="function")return visitor(key,node,path12);if(identity3.isMap(node))return visitor.Map?.(key,node,
path12);if(identity3.isSeq(node))return visitor.Seq?.(key,node,path12);if(identity3.isPair(node))return visitor.Pair?.(key,node,path12);if(identity3.isScalar(node))
return visitor.Scalar?.(key,node,path12);if(identity3.isAlias(node))return visitor.Alias?.(key,node,path12)}function replaceNode(key,path12,node){let parent=path12[path12.
length-1];if(identity3.isCollection(parent))parent.items[key]=node;else if(identity3.isPair(parent))key==="key"?parent.key=node:parent.value=node;else if(identity3.
isDocument(parent))parent.contents=node;else{let pt=identity3.isAlias(parent)?"alias":"scalar";throw new Error(`Cannot replace node with ${pt} parent`)}}exports2.
visit=visit2;exports2.visitAsync=visitAsync}});var require_directives=__commonJS({"node_modules/yaml/dist/doc/directives.js"(exports2){"use strict";var identity3=require_identity(),visit2=require_visit(),escapeChars={
"!":"%21",",":"%2C","[":"%5B","]":"%5D","{":"%7B","}":"%7D"},escapeTagName=tn=>tn.replace(/[!,[\]{}]/g,ch=>escapeChars[ch]),Directives=class _Directives{constructor(yaml,tags){
this.docStart=null,this.docEnd=!1,this.yaml=Object.assign({},_Directives.defaultYaml,yaml),this.tags=Object.assign({},_Directives.defaultTags,tags)}clone(){let copy=new _Directives(
this.yaml,this.tags);return copy.docStart=this.docStart,copy}atDocument(){let res=new _Directives(this.yaml,this.tags);switch(this.yaml.version){case"1.1":this.
atNextDocument=!0;break;case"1.2":this.atNextDocument=!1,this.yaml={explicit:_Directives.defaultYaml.explicit,version:"1.2"},this.tags=Object.assign({},_Directives.
defaultTags);break}return res}add(line2,onError){this.atNextDocument&&(this.yaml={explicit:_Directives.defaultYaml.explicit,version:"1.1"},this.tags=Object.assign(
{},_Directives.defaultTags),this.atNextDocument=!1);let parts=line2.trim().split(/[ \t]+/),name=parts.shift();switch(name){case"%TAG":{if(parts.length!==2&&(onError(
0,"%TAG directive should contain exactly two parts"),parts.length<2))return!1;let[handle,prefix]=parts;return this.tags[handle]=prefix,!0}case"%YAML":{if(this.yaml.
explicit=!0,parts.length!==1)return onError(0,"%YAML directive should contain exactly one part"),!1;let[version2]=parts;if(version2==="1.1"||version2==="1.2")return this.
yaml.version=version2,!0;{let isValid=/^\d+\.\d+$/.test(version2);return onError(6,`Unsupported YAML version ${version2}`,isValid),!1}}default:return onError(0,
`Unknown directive ${name}`,!0),!1}}tagName(source2,onError){if(source2==="!")return"!";if(source2[0]!=="!")return onError(`Not a valid tag: ${source2}`),null;if(source2[1]===
"<"){let verbatim=source2.slice(2,-1);return verbatim==="!"||verbatim==="!!"?(onError(`Verbatim tags aren't resolved, so ${source2} is invalid.`),null):(source2[source2.
length-1]!==">"&&onError("Verbatim tags must end with a >"),verbatim)}let[,handle,suffix]=source2.match(/^(.*!)([^!]*)$/s);suffix||onError(`The ${source2} tag h\
as no suffix`);let prefix=this.tags[handle];if(prefix)try{return prefix+decodeURIComponent(suffix)}catch(error){return onError(String(error)),null}return handle===
"!"?source2:(onError(`Could not resolve tag: ${source2}`),null)}tagString(tag2){for(let[handle,prefix]of Object.entries(this.tags))if(tag2.startsWith(prefix))return handle+
escapeTagName(tag2.substring(prefix.length));return tag2[0]==="!"?tag2:`!<${tag2}>`}toString(doc){let lines=this.yaml.explicit?[`%YAML ${this.yaml.version||"1.2"}`]:
[],tagEntries=Object.entries(this.tags),tagNames;if(doc&&tagEntries.length>0&&identity3.isNode(doc.contents)){let tags={};visit2.visit(doc.contents,(_key,node)=>{
identity3.isNode(node)&&node.tag&&(tags[node.tag]=!0)}),tagNames=Object.keys(tags)}else tagNames=[];for(let[handle,prefix]of tagEntries)handle==="!!"&&prefix===
"tag:yaml.org,2002:"||(!doc||tagNames.some(tn=>tn.startsWith(prefix)))&&lines.push(`%TAG ${handle} ${prefix}`);return lines.join(`
`)}};Directives.defaultYaml={explicit:!1,version:"1.2"};Directives.defaultTags={"!!":"tag:yaml.org,2002:"};exports2.Directives=Directives}});var require_anchors=__commonJS({"node_modules/yaml/dist/doc/anchors.js"(exports2){"use strict";var identity3=require_identity(),visit2=require_visit();function anchorIsValid(anchor){
if(/[\x00-\x19\s,[\]{}]/.test(anchor)){let msg=`Anchor must not contain whitespace or control characters: ${JSON.stringify(anchor)}`;throw new Error(msg)}return!0}
function anchorNames(root){let anchors=new Set;return visit2.visit(root,{Value(_key,node){node.anchor&&anchors.add(node.anchor)}}),anchors}function findNewAnchor(prefix,exclude){
for(let i=1;;++i){let name=`${prefix}${i}`;if(!exclude.has(name))return name}}function createNodeAnchors(doc,prefix){let aliasObjects=[],sourceObjects=new Map,prevAnchors=null;
return{onAnchor:source2=>{aliasObjects.push(source2),prevAnchors??(prevAnchors=anchorNames(doc));let anchor=findNewAnchor(prefix,prevAnchors);return prevAnchors.
add(anchor),anchor},setAnchors:()=>{for(let source2 of aliasObjects){let ref2=sourceObjects.get(source2);if(typeof ref2=="object"&&ref2.anchor&&(identity3.isScalar(
ref2.node)||identity3.isCollection(ref2.node)))ref2.node.anchor=ref2.anchor;else{let error=new Error("Failed to resolve repeated object (this should not happen)");
throw error.source=source2,error}}},sourceObjects}}exports2.anchorIsValid=anchorIsValid;exports2.anchorNames=anchorNames;exports2.createNodeAnchors=createNodeAnchors;
exports2.findNewAnchor=findNewAnchor}});var require_applyReviver=__commonJS({"node_modules/yaml/dist/doc/applyReviver.js"(exports2){"use strict";function applyReviver(reviver,obj,key,val){if(val&&typeof val==
"object")if(Array.isArray(val))for(let i=0,len=val.length;i<len;++i){let v0=val[i],v1=applyReviver(reviver,val,String(i),v0);v1===void 0?delete val[i]:v1!==v0&&
(val[i]=v1)}else if(val instanceof Map)for(let k of Array.from(val.keys())){let v0=val.get(k),v1=applyReviver(reviver,val,k,v0);v1===void 0?val.delete(k):v1!==v0&&
val.set(k,v1)}else if(val instanceof Set)for(let v0 of Array.from(val)){let v1=applyReviver(reviver,val,v0,v0);v1===void 0?val.delete(v0):v1!==v0&&(val.delete(v0),
val.add(v1))}else for(let[k,v0]of Object.entries(val)){let v1=applyReviver(reviver,val,k,v0);v1===void 0?delete val[k]:v1!==v0&&(val[k]=v1)}return reviver.call(
obj,key,val)}exports2.applyReviver=applyReviver}});var require_toJS=__commonJS({"node_modules/yaml/dist/nodes/toJS.js"(exports2){"use strict";var identity3=require_identity();function toJS(value,arg,ctx){if(Array.
isArray(value))return value.map((v,i)=>toJS(v,String(i),ctx));if(value&&typeof value.toJSON=="function"){if(!ctx||!identity3.hasAnchor(value))return value.toJSON(
arg,ctx);let data={aliasCount:0,count:1,res:void 0};ctx.anchors.set(value,data),ctx.onCreate=res2=>{data.res=res2,delete ctx.onCreate};let res=value.toJSON(arg,
ctx);return ctx.onCreate&&ctx.onCreate(res),res}return typeof value=="bigint"&&!ctx?.keep?Number(value):value}exports2.toJS=toJS}});var require_Node=__commonJS({"node_modules/yaml/dist/nodes/Node.js"(exports2){"use strict";var applyReviver=require_applyReviver(),identity3=require_identity(),
toJS=require_toJS(),NodeBase=class{constructor(type){Object.defineProperty(this,identity3.NODE_TYPE,{value:type})}clone(){let copy=Object.create(Object.getPrototypeOf(
this),Object.getOwnPropertyDescriptors(this));return this.range&&(copy.range=this.range.slice()),copy}toJS(doc,{mapAsMap,maxAliasCount,onAnchor,reviver}={}){if(!identity3.
isDocument(doc))throw new TypeError("A document argument is required");let ctx={anchors:new Map,doc,keep:!0,mapAsMap:mapAsMap===!0,mapKeyWarned:!1,maxAliasCount:typeof maxAliasCount==
"number"?maxAliasCount:100},res=toJS.toJS(this,"",ctx);if(typeof onAnchor=="function")for(let{count:count2,res:res2}of ctx.anchors.values())onAnchor(res2,count2);
return typeof reviver=="function"?applyReviver.applyReviver(reviver,{"":res},"",res):res}};exports2.NodeBase=NodeBase}});var require_Alias=__commonJS({"node_modules/yaml/dist/nodes/Alias.js"(exports2){"use strict";var anchors=require_anchors(),visit2=require_visit(),identity3=require_identity(),
Node=require_Node(),toJS=require_toJS(),Alias=class extends Node.NodeBase{constructor(source2){super(identity3.ALIAS),this.source=source2,Object.defineProperty(
this,"tag",{set(){throw new Error("Alias nodes cannot have tags")}})}resolve(doc,ctx){if(ctx?.maxAliasCount===0)throw new ReferenceError("Alias resolution is di\
sabled");let nodes;ctx?.aliasResolveCache?nodes=ctx.aliasResolveCache:(nodes=[],visit2.visit(doc,{Node:(_key,node)=>{(identity3.isAlias(node)||identity3.hasAnchor(
node))&&nodes.push(node)}}),ctx&&(ctx.aliasResolveCache=nodes));let found;for(let node of nodes){if(node===this)break;node.anchor===this.source&&(found=node)}if(found&&
ctx){let{anchors:anchors2,doc:doc2,maxAliasCount}=ctx,data=anchors2.get(found);if(data||(toJS.toJS(found,null,ctx),data=anchors2.get(found)),data?.res===void 0){
let msg="This should not happen: Alias anchor was not resolved?";throw new ReferenceError(msg)}if(maxAliasCount>=0&&(data.count+=1,data.aliasCount===0&&(data.aliasCount=
getAliasCount(doc2,found,anchors2)),data.count*data.aliasCount>maxAliasCount)){let msg="Excessive alias count indicates a resource exhaustion attack";throw new ReferenceError(
msg)}}return found}toJSON(_arg,ctx){if(!ctx)return{source:this.source};let source2=this.resolve(ctx.doc,ctx);if(!source2){let msg=`Unresolved alias (the anchor \
must be set before the alias): ${this.source}`;throw new ReferenceError(msg)}return ctx.anchors.get(source2).res}toString(ctx,_onComment,_onChompKeep){let src=`\
*${this.source}`;if(ctx){if(anchors.anchorIsValid(this.source),ctx.options.verifyAliasOrder&&!ctx.anchors.has(this.source)){let msg=`Unresolved alias (the ancho\
r must be set before the alias): ${this.source}`;throw new Error(msg)}if(ctx.implicitKey)return`${src} `}return src}};function getAliasCount(doc,node,anchors2){
if(identity3.isAlias(node)){let source2=node.resolve(doc),anchor=anchors2&&source2&&anchors2.get(source2);return anchor?anchor.count*anchor.aliasCount:0}else if(identity3.
isCollection(node)){let count2=0;for(let item of node.items){let c=getAliasCount(doc,item,anchors2);c>count2&&(count2=c)}return count2}else if(identity3.isPair(
node)){let kc=getAliasCount(doc,node.key,anchors2),vc=getAliasCount(doc,node.value,anchors2);return Math.max(kc,vc)}return 1}exports2.Alias=Alias}});var require_Scalar=__commonJS({"node_modules/yaml/dist/nodes/Scalar.js"(exports2){"use strict";var identity3=require_identity(),Node=require_Node(),toJS=require_toJS(),
isScalarValue=value=>!value||typeof value!="function"&&typeof value!="object",Scalar=class extends Node.NodeBase{constructor(value){super(identity3.SCALAR),this.
value=value}toJSON(arg,ctx){return ctx?.keep?this.value:toJS.toJS(this.value,arg,ctx)}toString(){return String(this.value)}};Scalar.BLOCK_FOLDED="BLOCK_FOLDED";
Scalar.BLOCK_LITERAL="BLOCK_LITERAL";Scalar.PLAIN="PLAIN";Scalar.QUOTE_DOUBLE="QUOTE_DOUBLE";Scalar.QUOTE_SINGLE="QUOTE_SINGLE";exports2.Scalar=Scalar;exports2.
isScalarValue=isScalarValue}});var require_createNode=__commonJS({"node_modules/yaml/dist/doc/createNode.js"(exports2){"use strict";var Alias=require_Alias(),identity3=require_identity(),Scalar=require_Scalar(),
defaultTagPrefix="tag:yaml.org,2002:";function findTagObject(value,tagName,tags){if(tagName){let match=tags.filter(t=>t.tag===tagName),tagObj=match.find(t=>!t.format)??
match[0];if(!tagObj)throw new Error(`Tag ${tagName} not found`);return tagObj}return tags.find(t=>t.identify?.(value)&&!t.format)}function createNode(value,tagName,ctx){
if(identity3.isDocument(value)&&(value=value.contents),identity3.isNode(value))return value;if(identity3.isPair(value)){let map=ctx.schema[identity3.MAP].createNode?.(
ctx.schema,null,ctx);return map.items.push(value),map}(value instanceof String||value instanceof Number||value instanceof Boolean||typeof BigInt<"u"&&value instanceof
BigInt)&&(value=value.valueOf());let{aliasDuplicateObjects,onAnchor,onTagObj,schema,sourceObjects}=ctx,ref2;if(aliasDuplicateObjects&&value&&typeof value=="obje\
ct"){if(ref2=sourceObjects.get(value),ref2)return ref2.anchor??(ref2.anchor=onAnchor(value)),new Alias.Alias(ref2.anchor);ref2={anchor:null,node:null},sourceObjects.
set(value,ref2)}tagName?.startsWith("!!")&&(tagName=defaultTagPrefix+tagName.slice(2));let tagObj=findTagObject(value,tagName,schema.tags);if(!tagObj){if(value&&
typeof value.toJSON=="function"&&(value=value.toJSON()),!value||typeof value!="object"){let node2=new Scalar.Scalar(value);return ref2&&(ref2.node=node2),node2}
tagObj=value instanceof Map?schema[identity3.MAP]:Symbol.iterator in Object(value)?schema[identity3.SEQ]:schema[identity3.MAP]}onTagObj&&(onTagObj(tagObj),delete ctx.
onTagObj);let node=tagObj?.createNode?tagObj.createNode(ctx.schema,value,ctx):typeof tagObj?.nodeClass?.from=="function"?tagObj.nodeClass.from(ctx.schema,value,
ctx):new Scalar.Scalar(value);return tagName?node.tag=tagName:tagObj.default||(node.tag=tagObj.tag),ref2&&(ref2.node=node),node}exports2.createNode=createNode}});var require_Collection=__commonJS({"node_modules/yaml/dist/nodes/Collection.js"(exports2){"use strict";var createNode=require_createNode(),identity3=require_identity(),
Node=require_Node();function collectionFromPath(schema,path12,value){let v=value;for(let i=path12.length-1;i>=0;--i){let k=path12[i];if(typeof k=="number"&&Number.
isInteger(k)&&k>=0){let a=[];a[k]=v,v=a}else v=new Map([[k,v]])}return createNode.createNode(v,void 0,{aliasDuplicateObjects:!1,keepUndefined:!1,onAnchor:()=>{throw new Error(
"This should not happen, please report a bug.")},schema,sourceObjects:new Map})}var isEmptyPath=path12=>path12==null||typeof path12=="object"&&!!path12[Symbol.iterator]().
next().done,Collection=class extends Node.NodeBase{constructor(type,schema){super(type),Object.defineProperty(this,"schema",{value:schema,configurable:!0,enumerable:!1,
writable:!0})}clone(schema){let copy=Object.create(Object.getPrototypeOf(this),Object.getOwnPropertyDescriptors(this));return schema&&(copy.schema=schema),copy.
items=copy.items.map(it=>identity3.isNode(it)||identity3.isPair(it)?it.clone(schema):it),this.range&&(copy.range=this.range.slice()),copy}addIn(path12,value){if(isEmptyPath(
path12))this.add(value);else{let[key,...rest]=path12,node=this.get(key,!0);if(identity3.isCollection(node))node.addIn(rest,value);else if(node===void 0&&this.schema)
this.set(key,collectionFromPath(this.schema,rest,value));else throw new Error(`Expected YAML collection at ${key}. Remaining path: ${rest}`)}}deleteIn(path12){let[
key,...rest]=path12;if(rest.length===0)return this.delete(key);let node=this.get(key,!0);if(identity3.isCollection(node))return node.deleteIn(rest);throw new Error(
`Expected YAML collection at ${key}. Remaining path: ${rest}`)}getIn(path12,keepScalar){let[key,...rest]=path12,node=this.get(key,!0);return rest.length===0?!keepScalar&&
identity3.isScalar(node)?node.value:node:identity3.isCollection(node)?node.getIn(rest,keepScalar):void 0}hasAllNullValues(allowScalar){return this.items.every(node=>{
if(!identity3.isPair(node))return!1;let n=node.value;return n==null||allowScalar&&identity3.isScalar(n)&&n.value==null&&!n.commentBefore&&!n.comment&&!n.tag})}hasIn(path12){
let[key,...rest]=path12;if(rest.length===0)return this.has(key);let node=this.get(key,!0);return identity3.isCollection(node)?node.hasIn(rest):!1}setIn(path12,value){
let[key,...rest]=path12;if(rest.length===0)this.set(key,value);else{let node=this.get(key,!0);if(identity3.isCollection(node))node.setIn(rest,value);else if(node===
void 0&&this.schema)this.set(key,collectionFromPath(this.schema,rest,value));else throw new Error(`Expected YAML collection at ${key}. Remaining path: ${rest}`)}}};
exports2.Collection=Collection;exports2.collectionFromPath=collectionFromPath;exports2.isEmptyPath=isEmptyPath}});var require_stringifyComment=__commonJS({"node_modules/yaml/dist/stringify/stringifyComment.js"(exports2){"use strict";var stringifyComment=str=>str.replace(/^(?!$)(?: $)?/gm,
"#");function indentComment(comment,indent){return/^\n+$/.test(comment)?comment.substring(1):indent?comment.replace(/^(?! *$)/gm,indent):comment}var lineComment=(str,indent,comment)=>str.
endsWith(`
`)?indentComment(comment,indent):comment.includes(`
`)?`
`+indentComment(comment,indent):(str.endsWith(" ")?"":" ")+comment;exports2.indentComment=indentComment;exports2.lineComment=lineComment;exports2.stringifyComment=
stringifyComment}});var require_foldFlowLines=__commonJS({"node_modules/yaml/dist/stringify/foldFlowLines.js"(exports2){"use strict";var FOLD_FLOW="flow",FOLD_BLOCK="block",FOLD_QUOTED="\
quoted";function foldFlowLines(text3,indent,mode="flow",{indentAtStart,lineWidth=80,minContentWidth=20,onFold,onOverflow}={}){if(!lineWidth||lineWidth<0)return text3;
lineWidth<minContentWidth&&(minContentWidth=0);let endStep=Math.max(1+minContentWidth,1+lineWidth-indent.length);if(text3.length<=endStep)return text3;let folds=[],
escapedFolds={},end=lineWidth-indent.length;typeof indentAtStart=="number"&&(indentAtStart>lineWidth-Math.max(2,minContentWidth)?folds.push(0):end=lineWidth-indentAtStart);
let split,prev,overflow=!1,i=-1,escStart=-1,escEnd=-1;mode===FOLD_BLOCK&&(i=consumeMoreIndentedLines(text3,i,indent.length),i!==-1&&(end=i+endStep));for(let ch;ch=
text3[i+=1];){if(mode===FOLD_QUOTED&&ch==="\\"){switch(escStart=i,text3[i+1]){case"x":i+=3;break;case"u":i+=5;break;case"U":i+=9;break;default:i+=1}escEnd=i}if(ch===
`
`)mode===FOLD_BLOCK&&(i=consumeMoreIndentedLines(text3,i,indent.length)),end=i+indent.length+endStep,split=void 0;else{if(ch===" "&&prev&&prev!==" "&&prev!==`
`&&prev!=="	"){let next=text3[i+1];next&&next!==" "&&next!==`
`&&next!=="	"&&(split=i)}if(i>=end)if(split)folds.push(split),end=split+endStep,split=void 0;else if(mode===FOLD_QUOTED){for(;prev===" "||prev==="	";)prev=ch,ch=
text3[i+=1],overflow=!0;let j=i>escEnd+1?i-2:escStart-1;if(escapedFolds[j])return text3;folds.push(j),escapedFolds[j]=!0,end=j+endStep,split=void 0}else overflow=
!0}prev=ch}if(overflow&&onOverflow&&onOverflow(),folds.length===0)return text3;onFold&&onFold();let res=text3.slice(0,folds[0]);for(let i2=0;i2<folds.length;++i2){
let fold=folds[i2],end2=folds[i2+1]||text3.length;fold===0?res=`
${indent}${text3.slice(0,end2)}`:(mode===FOLD_QUOTED&&escapedFolds[fold]&&(res+=`${text3[fold]}\\`),res+=`
${indent}${text3.slice(fold+1,end2)}`)}return res}function consumeMoreIndentedLines(text3,i,indent){let end=i,start=i+1,ch=text3[start];for(;ch===" "||ch==="	";)
if(i<start+indent)ch=text3[++i];else{do ch=text3[++i];while(ch&&ch!==`
`);end=i,start=i+1,ch=text3[start]}return end}exports2.FOLD_BLOCK=FOLD_BLOCK;exports2.FOLD_FLOW=FOLD_FLOW;exports2.FOLD_QUOTED=FOLD_QUOTED;exports2.foldFlowLines=
foldFlowLines}});var require_stringifyString=__commonJS({"node_modules/yaml/dist/stringify/stringifyString.js"(exports2){"use strict";var Scalar=require_Scalar(),foldFlowLines=require_foldFlowLines(),
getFoldOptions=(ctx,isBlock)=>({indentAtStart:isBlock?ctx.indent.length:ctx.indentAtStart,lineWidth:ctx.options.lineWidth,minContentWidth:ctx.options.minContentWidth}),
containsDocumentMarker=str=>/^(%|---|\.\.\.)/m.test(str);function lineLengthOverLimit(str,lineWidth,indentLength){if(!lineWidth||lineWidth<0)return!1;let limit=lineWidth-
indentLength,strLen=str.length;if(strLen<=limit)return!1;for(let i=0,start=0;i<strLen;++i)if(str[i]===`
`){if(i-start>limit)return!0;if(start=i+1,strLen-start<=limit)return!1}return!0}function doubleQuotedString(value,ctx){let json3=JSON.stringify(value);if(ctx.options.
doubleQuotedAsJSON)return json3;let{implicitKey}=ctx,minMultiLineLength=ctx.options.doubleQuotedMinMultiLineLength,indent=ctx.indent||(containsDocumentMarker(value)?
"  ":""),str="",start=0;for(let i=0,ch=json3[i];ch;ch=json3[++i])if(ch===" "&&json3[i+1]==="\\"&&json3[i+2]==="n"&&(str+=json3.slice(start,i)+"\\ ",i+=1,start=i,
ch="\\"),ch==="\\")switch(json3[i+1]){case"u":{str+=json3.slice(start,i);let code2=json3.substr(i+2,4);switch(code2){case"0000":str+="\\0";break;case"0007":str+=
"\\a";break;case"000b":str+="\\v";break;case"001b":str+="\\e";break;case"0085":str+="\\N";break;case"00a0":str+="\\_";break;case"2028":str+="\\L";break;case"202\
9":str+="\\P";break;default:code2.substr(0,2)==="00"?str+="\\x"+code2.substr(2):str+=json3.substr(i,6)}i+=5,start=i+1}break;case"n":if(implicitKey||json3[i+2]===
'"'||json3.length<minMultiLineLength)i+=1;else{for(str+=json3.slice(start,i)+`

`;json3[i+2]==="\\"&&json3[i+3]==="n"&&json3[i+4]!=='"';)str+=`
`,i+=2;str+=indent,json3[i+2]===" "&&(str+="\\"),i+=1,start=i+1}break;default:i+=1}return str=start?str+json3.slice(start):json3,implicitKey?str:foldFlowLines.foldFlowLines(
str,indent,foldFlowLines.FOLD_QUOTED,getFoldOptions(ctx,!1))}function singleQuotedString(value,ctx){if(ctx.options.singleQuote===!1||ctx.implicitKey&&value.includes(
`
`)||/[ \t]\n|\n[ \t]/.test(value))return doubleQuotedString(value,ctx);let indent=ctx.indent||(containsDocumentMarker(value)?"  ":""),res="'"+value.replace(/'/g,
"''").replace(/\n+/g,`$&
${indent}`)+"'";return ctx.implicitKey?res:foldFlowLines.foldFlowLines(res,indent,foldFlowLines.FOLD_FLOW,getFoldOptions(ctx,!1))}function quotedString(value,ctx){
let{singleQuote}=ctx.options,qs;if(singleQuote===!1)qs=doubleQuotedString;else{let hasDouble=value.includes('"'),hasSingle=value.includes("'");hasDouble&&!hasSingle?
qs=singleQuotedString:hasSingle&&!hasDouble?qs=doubleQuotedString:qs=singleQuote?singleQuotedString:doubleQuotedString}return qs(value,ctx)}var blockEndNewlines;
try{blockEndNewlines=new RegExp(`(^|(?<!
))
+(?!
|$)`,"g")}catch{blockEndNewlines=/\n+(?!\n|$)/g}function blockString({comment,type,value},ctx,onComment,onChompKeep){let{blockQuote,commentString,lineWidth}=ctx.
options;if(!blockQuote||/\n[\t ]+$/.test(value))return quotedString(value,ctx);let indent=ctx.indent||(ctx.forceBlockIndent||containsDocumentMarker(value)?"  ":
""),literal2=blockQuote==="literal"?!0:blockQuote==="folded"||type===Scalar.Scalar.BLOCK_FOLDED?!1:type===Scalar.Scalar.BLOCK_LITERAL?!0:!lineLengthOverLimit(value,
lineWidth,indent.length);if(!value)return literal2?`|
`:`>
`;let chomp,endStart;for(endStart=value.length;endStart>0;--endStart){let ch=value[endStart-1];if(ch!==`
`&&ch!=="	"&&ch!==" ")break}let end=value.substring(endStart),endNlPos=end.indexOf(`
`);endNlPos===-1?chomp="-":value===end||endNlPos!==end.length-1?(chomp="+",onChompKeep&&onChompKeep()):chomp="",end&&(value=value.slice(0,-end.length),end[end.length-
1]===`
`&&(end=end.slice(0,-1)),end=end.replace(blockEndNewlines,`$&${indent}`));let startWithSpace=!1,startEnd,startNlPos=-1;for(startEnd=0;startEnd<value.length;++startEnd){
let ch=value[startEnd];if(ch===" ")startWithSpace=!0;else if(ch===`
`)startNlPos=startEnd;else break}let start=value.substring(0,startNlPos<startEnd?startNlPos+1:startEnd);start&&(value=value.substring(start.length),start=start.
replace(/\n+/g,`$&${indent}`));let header=(startWithSpace?indent?"2":"1":"")+chomp;if(comment&&(header+=" "+commentString(comment.replace(/ ?[\r\n]+/g," ")),onComment&&
onComment()),!literal2){let foldedValue=value.replace(/\n+/g,`
$&`).replace(/(?:^|\n)([\t ].*)(?:([\n\t ]*)\n(?![\n\t ]))?/g,"$1$2").replace(/\n+/g,`$&${indent}`),literalFallback=!1,foldOptions=getFoldOptions(ctx,!0);blockQuote!==
"folded"&&type!==Scalar.Scalar.BLOCK_FOLDED&&(foldOptions.onOverflow=()=>{literalFallback=!0});let body2=foldFlowLines.foldFlowLines(`${start}${foldedValue}${end}`,
indent,foldFlowLines.FOLD_BLOCK,foldOptions);if(!literalFallback)return`>${header}
${indent}${body2}`}return value=value.replace(/\n+/g,`$&${indent}`),`|${header}
${indent}${start}${value}${end}`}function plainString(item,ctx,onComment,onChompKeep){let{type,value}=item,{actualString,implicitKey,indent,indentStep,inFlow}=ctx;
if(implicitKey&&value.includes(`
`)||inFlow&&/[[\]{},]/.test(value))return quotedString(value,ctx);if(/^[\n\t ,[\]{}#&*!|>'"%@`]|^[?-]$|^[?-][ \t]|[\n:][ \t]|[ \t]\n|[\n\t ]#|[\n\t :]$/.test(value))
return implicitKey||inFlow||!value.includes(`
`)?quotedString(value,ctx):blockString(item,ctx,onComment,onChompKeep);if(!implicitKey&&!inFlow&&type!==Scalar.Scalar.PLAIN&&value.includes(`
`))return blockString(item,ctx,onComment,onChompKeep);if(containsDocumentMarker(value)){if(indent==="")return ctx.forceBlockIndent=!0,blockString(item,ctx,onComment,
onChompKeep);if(implicitKey&&indent===indentStep)return quotedString(value,ctx)}let str=value.replace(/\n+/g,`$&
${indent}`);if(actualString){let test=tag2=>tag2.default&&tag2.tag!=="tag:yaml.org,2002:str"&&tag2.test?.test(str),{compat,tags}=ctx.doc.schema;if(tags.some(test)||
compat?.some(test))return quotedString(value,ctx)}return implicitKey?str:foldFlowLines.foldFlowLines(str,indent,foldFlowLines.FOLD_FLOW,getFoldOptions(ctx,!1))}
function stringifyString(item,ctx,onComment,onChompKeep){let{implicitKey,inFlow}=ctx,ss=typeof item.value=="string"?item:Object.assign({},item,{value:String(item.
value)}),{type}=item;type!==Scalar.Scalar.QUOTE_DOUBLE&&/[\x00-\x08\x0b-\x1f\x7f-\x9f\u{D800}-\u{DFFF}]/u.test(ss.value)&&(type=Scalar.Scalar.QUOTE_DOUBLE);let _stringify=_type=>{
switch(_type){case Scalar.Scalar.BLOCK_FOLDED:case Scalar.Scalar.BLOCK_LITERAL:return implicitKey||inFlow?quotedString(ss.value,ctx):blockString(ss,ctx,onComment,
onChompKeep);case Scalar.Scalar.QUOTE_DOUBLE:return doubleQuotedString(ss.value,ctx);case Scalar.Scalar.QUOTE_SINGLE:return singleQuotedString(ss.value,ctx);case Scalar.
Scalar.PLAIN:return plainString(ss,ctx,onComment,onChompKeep);default:return null}},res=_stringify(type);if(res===null){let{defaultKeyType,defaultStringType}=ctx.
options,t=implicitKey&&defaultKeyType||defaultStringType;if(res=_stringify(t),res===null)throw new Error(`Unsupported default string type ${t}`)}return res}exports2.
stringifyString=stringifyString}});var require_stringify=__commonJS({"node_modules/yaml/dist/stringify/stringify.js"(exports2){"use strict";var anchors=require_anchors(),identity3=require_identity(),
stringifyComment=require_stringifyComment(),stringifyString=require_stringifyString();function createStringifyContext(doc,options){let opt=Object.assign({blockQuote:!0,
commentString:stringifyComment.stringifyComment,defaultKeyType:null,defaultStringType:"PLAIN",directives:null,doubleQuotedAsJSON:!1,doubleQuotedMinMultiLineLength:40,
falseStr:"false",flowCollectionPadding:!0,indentSeq:!0,lineWidth:80,minContentWidth:20,nullStr:"null",simpleKeys:!1,singleQuote:null,trailingComma:!1,trueStr:"t\
rue",verifyAliasOrder:!0},doc.schema.toStringOptions,options),inFlow;switch(opt.collectionStyle){case"block":inFlow=!1;break;case"flow":inFlow=!0;break;default:
inFlow=null}return{anchors:new Set,doc,flowCollectionPadding:opt.flowCollectionPadding?" ":"",indent:"",indentStep:typeof opt.indent=="number"?" ".repeat(opt.indent):
"  ",inFlow,options:opt}}function getTagObject(tags,item){if(item.tag){let match=tags.filter(t=>t.tag===item.tag);if(match.length>0)return match.find(t=>t.format===
item.format)??match[0]}let tagObj,obj;if(identity3.isScalar(item)){obj=item.value;let match=tags.filter(t=>t.identify?.(obj));if(match.length>1){let testMatch=match.
filter(t=>t.test);testMatch.length>0&&(match=testMatch)}tagObj=match.find(t=>t.format===item.format)??match.find(t=>!t.format)}else obj=item,tagObj=tags.find(t=>t.
nodeClass&&obj instanceof t.nodeClass);if(!tagObj){let name=obj?.constructor?.name??(obj===null?"null":typeof obj);throw new Error(`Tag not resolved for ${name}\
 value`)}return tagObj}function stringifyProps(node,tagObj,{anchors:anchors$1,doc}){if(!doc.directives)return"";let props=[],anchor=(identity3.isScalar(node)||identity3.
isCollection(node))&&node.anchor;anchor&&anchors.anchorIsValid(anchor)&&(anchors$1.add(anchor),props.push(`&${anchor}`));let tag2=node.tag??(tagObj.default?null:
tagObj.tag);return tag2&&props.push(doc.directives.tagString(tag2)),props.join(" ")}function stringify(item,ctx,onComment,onChompKeep){if(identity3.isPair(item))
return item.toString(ctx,onComment,onChompKeep);if(identity3.isAlias(item)){if(ctx.doc.directives)return item.toString(ctx);if(ctx.resolvedAliases?.has(item))throw new TypeError(
"Cannot stringify circular structure without alias nodes");ctx.resolvedAliases?ctx.resolvedAliases.add(item):ctx.resolvedAliases=new Set([item]),item=item.resolve(
ctx.doc)}let tagObj,node=identity3.isNode(item)?item:ctx.doc.createNode(item,{onTagObj:o=>tagObj=o});tagObj??(tagObj=getTagObject(ctx.doc.schema.tags,node));let props=stringifyProps(
node,tagObj,ctx);props.length>0&&(ctx.indentAtStart=(ctx.indentAtStart??0)+props.length+1);let str=typeof tagObj.stringify=="function"?tagObj.stringify(node,ctx,
onComment,onChompKeep):identity3.isScalar(node)?stringifyString.stringifyString(node,ctx,onComment,onChompKeep):node.toString(ctx,onComment,onChompKeep);return props?
identity3.isScalar(node)||str[0]==="{"||str[0]==="["?`${props} ${str}`:`${props}
${ctx.indent}${str}`:str}exports2.createStringifyContext=createStringifyContext;exports2.stringify=stringify}});var require_stringifyPair=__commonJS({"node_modules/yaml/dist/stringify/stringifyPair.js"(exports2){"use strict";var identity3=require_identity(),Scalar=require_Scalar(),
stringify=require_stringify(),stringifyComment=require_stringifyComment();function stringifyPair({key,value},ctx,onComment,onChompKeep){let{allNullValues,doc,indent,
indentStep,options:{commentString,indentSeq,simpleKeys}}=ctx,keyComment=identity3.isNode(key)&&key.comment||null;if(simpleKeys){if(keyComment)throw new Error("W\
ith simple keys, key nodes cannot have comments");if(identity3.isCollection(key)||!identity3.isNode(key)&&typeof key=="object"){let msg="With simple keys, colle\
ction cannot be used as a key value";throw new Error(msg)}}let explicitKey=!simpleKeys&&(!key||keyComment&&value==null&&!ctx.inFlow||identity3.isCollection(key)||
(identity3.isScalar(key)?key.type===Scalar.Scalar.BLOCK_FOLDED||key.type===Scalar.Scalar.BLOCK_LITERAL:typeof key=="object"));ctx=Object.assign({},ctx,{allNullValues:!1,
implicitKey:!explicitKey&&(simpleKeys||!allNullValues),indent:indent+indentStep});let keyCommentDone=!1,chompKeep=!1,str=stringify.stringify(key,ctx,()=>keyCommentDone=
!0,()=>chompKeep=!0);if(!explicitKey&&!ctx.inFlow&&str.length>1024){if(simpleKeys)throw new Error("With simple keys, single line scalar must not span more than \
1024 characters");explicitKey=!0}if(ctx.inFlow){if(allNullValues||value==null)return keyCommentDone&&onComment&&onComment(),str===""?"?":explicitKey?`? ${str}`:
str}else if(allNullValues&&!simpleKeys||value==null&&explicitKey)return str=`? ${str}`,keyComment&&!keyCommentDone?str+=stringifyComment.lineComment(str,ctx.indent,
commentString(keyComment)):chompKeep&&onChompKeep&&onChompKeep(),str;keyCommentDone&&(keyComment=null),explicitKey?(keyComment&&(str+=stringifyComment.lineComment(
str,ctx.indent,commentString(keyComment))),str=`? ${str}
${indent}:`):(str=`${str}:`,keyComment&&(str+=stringifyComment.lineComment(str,ctx.indent,commentString(keyComment))));let vsb,vcb,valueComment;identity3.isNode(
value)?(vsb=!!value.spaceBefore,vcb=value.commentBefore,valueComment=value.comment):(vsb=!1,vcb=null,valueComment=null,value&&typeof value=="object"&&(value=doc.
createNode(value))),ctx.implicitKey=!1,!explicitKey&&!keyComment&&identity3.isScalar(value)&&(ctx.indentAtStart=str.length+1),chompKeep=!1,!indentSeq&&indentStep.
length>=2&&!ctx.inFlow&&!explicitKey&&identity3.isSeq(value)&&!value.flow&&!value.tag&&!value.anchor&&(ctx.indent=ctx.indent.substring(2));let valueCommentDone=!1,
valueStr=stringify.stringify(value,ctx,()=>valueCommentDone=!0,()=>chompKeep=!0),ws=" ";if(keyComment||vsb||vcb){if(ws=vsb?`
`:"",vcb){let cs=commentString(vcb);ws+=`
${stringifyComment.indentComment(cs,ctx.indent)}`}valueStr===""&&!ctx.inFlow?ws===`
`&&valueComment&&(ws=`

`):ws+=`
${ctx.indent}`}else if(!explicitKey&&identity3.isCollection(value)){let vs0=valueStr[0],nl0=valueStr.indexOf(`
`),hasNewline=nl0!==-1,flow=ctx.inFlow??value.flow??value.items.length===0;if(hasNewline||!flow){let hasPropsLine=!1;if(hasNewline&&(vs0==="&"||vs0==="!")){let sp0=valueStr.
indexOf(" ");vs0==="&"&&sp0!==-1&&sp0<nl0&&valueStr[sp0+1]==="!"&&(sp0=valueStr.indexOf(" ",sp0+1)),(sp0===-1||nl0<sp0)&&(hasPropsLine=!0)}hasPropsLine||(ws=`
${ctx.indent}`)}}else(valueStr===""||valueStr[0]===`
`)&&(ws="");return str+=ws+valueStr,ctx.inFlow?valueCommentDone&&onComment&&onComment():valueComment&&!valueCommentDone?str+=stringifyComment.lineComment(str,ctx.
indent,commentString(valueComment)):chompKeep&&onChompKeep&&onChompKeep(),str}exports2.stringifyPair=stringifyPair}});var require_log=__commonJS({"node_modules/yaml/dist/log.js"(exports2){"use strict";var node_process=require("process");function debug4(logLevel,...messages){logLevel===
"debug"&&console.log(...messages)}function warn(logLevel,warning){(logLevel==="debug"||logLevel==="warn")&&(typeof node_process.emitWarning=="function"?node_process.
emitWarning(warning):console.warn(warning))}exports2.debug=debug4;exports2.warn=warn}});var require_merge=__commonJS({"node_modules/yaml/dist/schema/yaml-1.1/merge.js"(exports2){"use strict";var identity3=require_identity(),Scalar=require_Scalar(),
MERGE_KEY="<<",merge3={identify:value=>value===MERGE_KEY||typeof value=="symbol"&&value.description===MERGE_KEY,default:"key",tag:"tag:yaml.org,2002:merge",test:/^<<$/,
resolve:()=>Object.assign(new Scalar.Scalar(Symbol(MERGE_KEY)),{addToJSMap:addMergeToJSMap}),stringify:()=>MERGE_KEY},isMergeKey=(ctx,key)=>(merge3.identify(key)||
identity3.isScalar(key)&&(!key.type||key.type===Scalar.Scalar.PLAIN)&&merge3.identify(key.value))&&ctx?.doc.schema.tags.some(tag2=>tag2.tag===merge3.tag&&tag2.default);
function addMergeToJSMap(ctx,map,value){let source2=resolveAliasValue(ctx,value);if(identity3.isSeq(source2))for(let it of source2.items)mergeValue(ctx,map,it);else if(Array.
isArray(source2))for(let it of source2)mergeValue(ctx,map,it);else mergeValue(ctx,map,source2)}function mergeValue(ctx,map,value){let source2=resolveAliasValue(
ctx,value);if(!identity3.isMap(source2))throw new Error("Merge sources must be maps or map aliases");let srcMap=source2.toJSON(null,ctx,Map);for(let[key,value2]of srcMap)
map instanceof Map?map.has(key)||map.set(key,value2):map instanceof Set?map.add(key):Object.prototype.hasOwnProperty.call(map,key)||Object.defineProperty(map,key,
{value:value2,writable:!0,enumerable:!0,configurable:!0});return map}function resolveAliasValue(ctx,value){return ctx&&identity3.isAlias(value)?value.resolve(ctx.
doc,ctx):value}exports2.addMergeToJSMap=addMergeToJSMap;exports2.isMergeKey=isMergeKey;exports2.merge=merge3}});var require_addPairToJSMap=__commonJS({"node_modules/yaml/dist/nodes/addPairToJSMap.js"(exports2){"use strict";var log=require_log(),merge3=require_merge(),stringify=require_stringify(),
identity3=require_identity(),toJS=require_toJS();function addPairToJSMap(ctx,map,{key,value}){if(identity3.isNode(key)&&key.addToJSMap)key.addToJSMap(ctx,map,value);else if(merge3.
isMergeKey(ctx,key))merge3.addMergeToJSMap(ctx,map,value);else{let jsKey=toJS.toJS(key,"",ctx);if(map instanceof Map)map.set(jsKey,toJS.toJS(value,jsKey,ctx));else if(map instanceof
Set)map.add(jsKey);else{let stringKey=stringifyKey(key,jsKey,ctx),jsValue=toJS.toJS(value,stringKey,ctx);stringKey in map?Object.defineProperty(map,stringKey,{value:jsValue,
writable:!0,enumerable:!0,configurable:!0}):map[stringKey]=jsValue}}return map}function stringifyKey(key,jsKey,ctx){if(jsKey===null)return"";if(typeof jsKey!="o\
bject")return String(jsKey);if(identity3.isNode(key)&&ctx?.doc){let strCtx=stringify.createStringifyContext(ctx.doc,{});strCtx.anchors=new Set;for(let node of ctx.
anchors.keys())strCtx.anchors.add(node.anchor);strCtx.inFlow=!0,strCtx.inStringifyKey=!0;let strKey=key.toString(strCtx);if(!ctx.mapKeyWarned){let jsonStr=JSON.
stringify(strKey);jsonStr.length>40&&(jsonStr=jsonStr.substring(0,36)+'..."'),log.warn(ctx.doc.options.logLevel,`Keys with collection values will be stringified\
 due to JS Object restrictions: ${jsonStr}. Set mapAsMap: true to use object keys.`),ctx.mapKeyWarned=!0}return strKey}return JSON.stringify(jsKey)}exports2.addPairToJSMap=
addPairToJSMap}});var require_Pair=__commonJS({"node_modules/yaml/dist/nodes/Pair.js"(exports2){"use strict";var createNode=require_createNode(),stringifyPair=require_stringifyPair(),
addPairToJSMap=require_addPairToJSMap(),identity3=require_identity();function createPair(key,value,ctx){let k=createNode.createNode(key,void 0,ctx),v=createNode.
createNode(value,void 0,ctx);return new Pair(k,v)}var Pair=class _Pair{constructor(key,value=null){Object.defineProperty(this,identity3.NODE_TYPE,{value:identity3.
PAIR}),this.key=key,this.value=value}clone(schema){let{key,value}=this;return identity3.isNode(key)&&(key=key.clone(schema)),identity3.isNode(value)&&(value=value.
clone(schema)),new _Pair(key,value)}toJSON(_,ctx){let pair=ctx?.mapAsMap?new Map:{};return addPairToJSMap.addPairToJSMap(ctx,pair,this)}toString(ctx,onComment,onChompKeep){
return ctx?.doc?stringifyPair.stringifyPair(this,ctx,onComment,onChompKeep):JSON.stringify(this)}};exports2.Pair=Pair;exports2.createPair=createPair}});var require_stringifyCollection=__commonJS({"node_modules/yaml/dist/stringify/stringifyCollection.js"(exports2){"use strict";var identity3=require_identity(),stringify=require_stringify(),
stringifyComment=require_stringifyComment();function stringifyCollection(collection,ctx,options){return(ctx.inFlow??collection.flow?stringifyFlowCollection:stringifyBlockCollection)(
collection,ctx,options)}function stringifyBlockCollection({comment,items},ctx,{blockItemPrefix,flowChars,itemIndent,onChompKeep,onComment}){let{indent,options:{
commentString}}=ctx,itemCtx=Object.assign({},ctx,{indent:itemIndent,type:null}),chompKeep=!1,lines=[];for(let i=0;i<items.length;++i){let item=items[i],comment2=null;
if(identity3.isNode(item))!chompKeep&&item.spaceBefore&&lines.push(""),addCommentBefore(ctx,lines,item.commentBefore,chompKeep),item.comment&&(comment2=item.comment);else if(identity3.
isPair(item)){let ik=identity3.isNode(item.key)?item.key:null;ik&&(!chompKeep&&ik.spaceBefore&&lines.push(""),addCommentBefore(ctx,lines,ik.commentBefore,chompKeep))}
chompKeep=!1;let str2=stringify.stringify(item,itemCtx,()=>comment2=null,()=>chompKeep=!0);comment2&&(str2+=stringifyComment.lineComment(str2,itemIndent,commentString(
comment2))),chompKeep&&comment2&&(chompKeep=!1),lines.push(blockItemPrefix+str2)}let str;if(lines.length===0)str=flowChars.start+flowChars.end;else{str=lines[0];
for(let i=1;i<lines.length;++i){let line2=lines[i];str+=line2?`
${indent}${line2}`:`
`}}return comment?(str+=`
`+stringifyComment.indentComment(commentString(comment),indent),onComment&&onComment()):chompKeep&&onChompKeep&&onChompKeep(),str}function stringifyFlowCollection({
items},ctx,{flowChars,itemIndent}){let{indent,indentStep,flowCollectionPadding:fcPadding,options:{commentString}}=ctx;itemIndent+=indentStep;let itemCtx=Object.
assign({},ctx,{indent:itemIndent,inFlow:!0,type:null}),reqNewline=!1,linesAtValue=0,lines=[];for(let i=0;i<items.length;++i){let item=items[i],comment=null;if(identity3.
isNode(item))item.spaceBefore&&lines.push(""),addCommentBefore(ctx,lines,item.commentBefore,!1),item.comment&&(comment=item.comment);else if(identity3.isPair(item)){
let ik=identity3.isNode(item.key)?item.key:null;ik&&(ik.spaceBefore&&lines.push(""),addCommentBefore(ctx,lines,ik.commentBefore,!1),ik.comment&&(reqNewline=!0));
let iv=identity3.isNode(item.value)?item.value:null;iv?(iv.comment&&(comment=iv.comment),iv.commentBefore&&(reqNewline=!0)):item.value==null&&ik?.comment&&(comment=
ik.comment)}comment&&(reqNewline=!0);let str=stringify.stringify(item,itemCtx,()=>comment=null);reqNewline||(reqNewline=lines.length>linesAtValue||str.includes(
`
`)),i<items.length-1?str+=",":ctx.options.trailingComma&&(ctx.options.lineWidth>0&&(reqNewline||(reqNewline=lines.reduce((sum,line2)=>sum+line2.length+2,2)+(str.
length+2)>ctx.options.lineWidth)),reqNewline&&(str+=",")),comment&&(str+=stringifyComment.lineComment(str,itemIndent,commentString(comment))),lines.push(str),linesAtValue=
lines.length}let{start,end}=flowChars;if(lines.length===0)return start+end;if(!reqNewline){let len=lines.reduce((sum,line2)=>sum+line2.length+2,2);reqNewline=ctx.
options.lineWidth>0&&len>ctx.options.lineWidth}if(reqNewline){let str=start;for(let line2 of lines)str+=line2?`
${indentStep}${indent}${line2}`:`
`;return`${str}
${indent}${end}`}else return`${start}${fcPadding}${lines.join(" ")}${fcPadding}${end}`}function addCommentBefore({indent,options:{commentString}},lines,comment,chompKeep){
if(comment&&chompKeep&&(comment=comment.replace(/^\n+/,"")),comment){let ic=stringifyComment.indentComment(commentString(comment),indent);lines.push(ic.trimStart())}}
exports2.stringifyCollection=stringifyCollection}});var require_YAMLMap=__commonJS({"node_modules/yaml/dist/nodes/YAMLMap.js"(exports2){"use strict";var stringifyCollection=require_stringifyCollection(),addPairToJSMap=require_addPairToJSMap(),
Collection=require_Collection(),identity3=require_identity(),Pair=require_Pair(),Scalar=require_Scalar();function findPair(items,key){let k=identity3.isScalar(key)?
key.value:key;for(let it of items)if(identity3.isPair(it)&&(it.key===key||it.key===k||identity3.isScalar(it.key)&&it.key.value===k))return it}var YAMLMap=class extends Collection.
Collection{static get tagName(){return"tag:yaml.org,2002:map"}constructor(schema){super(identity3.MAP,schema),this.items=[]}static from(schema,obj,ctx){let{keepUndefined,
replacer}=ctx,map=new this(schema),add=(key,value)=>{if(typeof replacer=="function")value=replacer.call(obj,key,value);else if(Array.isArray(replacer)&&!replacer.
includes(key))return;(value!==void 0||keepUndefined)&&map.items.push(Pair.createPair(key,value,ctx))};if(obj instanceof Map)for(let[key,value]of obj)add(key,value);else if(obj&&
typeof obj=="object")for(let key of Object.keys(obj))add(key,obj[key]);return typeof schema.sortMapEntries=="function"&&map.items.sort(schema.sortMapEntries),map}add(pair,overwrite){
let _pair;identity3.isPair(pair)?_pair=pair:!pair||typeof pair!="object"||!("key"in pair)?_pair=new Pair.Pair(pair,pair?.value):_pair=new Pair.Pair(pair.key,pair.
value);let prev=findPair(this.items,_pair.key),sortEntries=this.schema?.sortMapEntries;if(prev){if(!overwrite)throw new Error(`Key ${_pair.key} already set`);identity3.
isScalar(prev.value)&&Scalar.isScalarValue(_pair.value)?prev.value.value=_pair.value:prev.value=_pair.value}else if(sortEntries){let i=this.items.findIndex(item=>sortEntries(
_pair,item)<0);i===-1?this.items.push(_pair):this.items.splice(i,0,_pair)}else this.items.push(_pair)}delete(key){let it=findPair(this.items,key);return it?this.
items.splice(this.items.indexOf(it),1).length>0:!1}get(key,keepScalar){let node=findPair(this.items,key)?.value;return(!keepScalar&&identity3.isScalar(node)?node.
value:node)??void 0}has(key){return!!findPair(this.items,key)}set(key,value){this.add(new Pair.Pair(key,value),!0)}toJSON(_,ctx,Type){let map=Type?new Type:ctx?.
mapAsMap?new Map:{};ctx?.onCreate&&ctx.onCreate(map);for(let item of this.items)addPairToJSMap.addPairToJSMap(ctx,map,item);return map}toString(ctx,onComment,onChompKeep){
if(!ctx)return JSON.stringify(this);for(let item of this.items)if(!identity3.isPair(item))throw new Error(`Map items must all be pairs; found ${JSON.stringify(item)}\
 instead`);return!ctx.allNullValues&&this.hasAllNullValues(!1)&&(ctx=Object.assign({},ctx,{allNullValues:!0})),stringifyCollection.stringifyCollection(this,ctx,
{blockItemPrefix:"",flowChars:{start:"{",end:"}"},itemIndent:ctx.indent||"",onChompKeep,onComment})}};exports2.YAMLMap=YAMLMap;exports2.findPair=findPair}});var require_map=__commonJS({"node_modules/yaml/dist/schema/common/map.js"(exports2){"use strict";var identity3=require_identity(),YAMLMap=require_YAMLMap(),map={
collection:"map",default:!0,nodeClass:YAMLMap.YAMLMap,tag:"tag:yaml.org,2002:map",resolve(map2,onError){return identity3.isMap(map2)||onError("Expected a mappin\
g for this tag"),map2},createNode:(schema,obj,ctx)=>YAMLMap.YAMLMap.from(schema,obj,ctx)};exports2.map=map}});var require_YAMLSeq=__commonJS({"node_modules/yaml/dist/nodes/YAMLSeq.js"(exports2){"use strict";var createNode=require_createNode(),stringifyCollection=require_stringifyCollection(),
Collection=require_Collection(),identity3=require_identity(),Scalar=require_Scalar(),toJS=require_toJS(),YAMLSeq=class extends Collection.Collection{static get tagName(){
return"tag:yaml.org,2002:seq"}constructor(schema){super(identity3.SEQ,schema),this.items=[]}add(value){this.items.push(value)}delete(key){let idx=asItemIndex(key);
return typeof idx!="number"?!1:this.items.splice(idx,1).length>0}get(key,keepScalar){let idx=asItemIndex(key);if(typeof idx!="number")return;let it=this.items[idx];
return!keepScalar&&identity3.isScalar(it)?it.value:it}has(key){let idx=asItemIndex(key);return typeof idx=="number"&&idx<this.items.length}set(key,value){let idx=asItemIndex(
key);if(typeof idx!="number")throw new Error(`Expected a valid index, not ${key}.`);let prev=this.items[idx];identity3.isScalar(prev)&&Scalar.isScalarValue(value)?
prev.value=value:this.items[idx]=value}toJSON(_,ctx){let seq=[];ctx?.onCreate&&ctx.onCreate(seq);let i=0;for(let item of this.items)seq.push(toJS.toJS(item,String(
i++),ctx));return seq}toString(ctx,onComment,onChompKeep){return ctx?stringifyCollection.stringifyCollection(this,ctx,{blockItemPrefix:"- ",flowChars:{start:"[",
end:"]"},itemIndent:(ctx.indent||"")+"  ",onChompKeep,onComment}):JSON.stringify(this)}static from(schema,obj,ctx){let{replacer}=ctx,seq=new this(schema);if(obj&&
Symbol.iterator in Object(obj)){let i=0;for(let it of obj){if(typeof replacer=="function"){let key=obj instanceof Set?it:String(i++);it=replacer.call(obj,key,it)}
seq.items.push(createNode.createNode(it,void 0,ctx))}}return seq}};function asItemIndex(key){let idx=identity3.isScalar(key)?key.value:key;return idx&&typeof idx==
"string"&&(idx=Number(idx)),typeof idx=="number"&&Number.isInteger(idx)&&idx>=0?idx:null}exports2.YAMLSeq=YAMLSeq}});var require_seq=__commonJS({"node_modules/yaml/dist/schema/common/seq.js"(exports2){"use strict";var identity3=require_identity(),YAMLSeq=require_YAMLSeq(),seq={
collection:"seq",default:!0,nodeClass:YAMLSeq.YAMLSeq,tag:"tag:yaml.org,2002:seq",resolve(seq2,onError){return identity3.isSeq(seq2)||onError("Expected a sequen\
ce for this tag"),seq2},createNode:(schema,obj,ctx)=>YAMLSeq.YAMLSeq.from(schema,obj,ctx)};exports2.seq=seq}});var require_string=__commonJS({"node_modules/yaml/dist/schema/common/string.js"(exports2){"use strict";var stringifyString=require_stringifyString(),string={identify:value=>typeof value==
"string",default:!0,tag:"tag:yaml.org,2002:str",resolve:str=>str,stringify(item,ctx,onComment,onChompKeep){return ctx=Object.assign({actualString:!0},ctx),stringifyString.
stringifyString(item,ctx,onComment,onChompKeep)}};exports2.string=string}});var require_null=__commonJS({"node_modules/yaml/dist/schema/common/null.js"(exports2){"use strict";var Scalar=require_Scalar(),nullTag={identify:value=>value==null,
createNode:()=>new Scalar.Scalar(null),default:!0,tag:"tag:yaml.org,2002:null",test:/^(?:~|[Nn]ull|NULL)?$/,resolve:()=>new Scalar.Scalar(null),stringify:({source:source2},ctx)=>typeof source2==
"string"&&nullTag.test.test(source2)?source2:ctx.options.nullStr};exports2.nullTag=nullTag}});var require_bool=__commonJS({"node_modules/yaml/dist/schema/core/bool.js"(exports2){"use strict";var Scalar=require_Scalar(),boolTag={identify:value=>typeof value==
"boolean",default:!0,tag:"tag:yaml.org,2002:bool",test:/^(?:[Tt]rue|TRUE|[Ff]alse|FALSE)$/,resolve:str=>new Scalar.Scalar(str[0]==="t"||str[0]==="T"),stringify({
source:source2,value},ctx){if(source2&&boolTag.test.test(source2)){let sv=source2[0]==="t"||source2[0]==="T";if(value===sv)return source2}return value?ctx.options.
trueStr:ctx.options.falseStr}};exports2.boolTag=boolTag}});var require_stringifyNumber=__commonJS({"node_modules/yaml/dist/stringify/stringifyNumber.js"(exports2){"use strict";function stringifyNumber({format,minFractionDigits,
tag:tag2,value}){if(typeof value=="bigint")return String(value);let num=typeof value=="number"?value:Number(value);if(!isFinite(num))return isNaN(num)?".nan":num<
0?"-.inf":".inf";let n=Object.is(value,-0)?"-0":JSON.stringify(value);if(!format&&minFractionDigits&&(!tag2||tag2==="tag:yaml.org,2002:float")&&/^-?\d/.test(n)&&
!n.includes("e")){let i=n.indexOf(".");i<0&&(i=n.length,n+=".");let d=minFractionDigits-(n.length-i-1);for(;d-- >0;)n+="0"}return n}exports2.stringifyNumber=stringifyNumber}});var require_float=__commonJS({"node_modules/yaml/dist/schema/core/float.js"(exports2){"use strict";var Scalar=require_Scalar(),stringifyNumber=require_stringifyNumber(),
floatNaN={identify:value=>typeof value=="number",default:!0,tag:"tag:yaml.org,2002:float",test:/^(?:[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN)$/,resolve:str=>str.
slice(-3).toLowerCase()==="nan"?NaN:str[0]==="-"?Number.NEGATIVE_INFINITY:Number.POSITIVE_INFINITY,stringify:stringifyNumber.stringifyNumber},floatExp={identify:value=>typeof value==
"number",default:!0,tag:"tag:yaml.org,2002:float",format:"EXP",test:/^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)[eE][-+]?[0-9]+$/,resolve:str=>parseFloat(str),stringify(node){
let num=Number(node.value);return isFinite(num)?num.toExponential():stringifyNumber.stringifyNumber(node)}},float={identify:value=>typeof value=="number",default:!0,
tag:"tag:yaml.org,2002:float",test:/^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)$/,resolve(str){let node=new Scalar.Scalar(parseFloat(str)),dot=str.indexOf(".");return dot!==
-1&&str[str.length-1]==="0"&&(node.minFractionDigits=str.length-dot-1),node},stringify:stringifyNumber.stringifyNumber};exports2.float=float;exports2.floatExp=floatExp;
exports2.floatNaN=floatNaN}});var require_int=__commonJS({"node_modules/yaml/dist/schema/core/int.js"(exports2){"use strict";var stringifyNumber=require_stringifyNumber(),intIdentify=value=>typeof value==
"bigint"||Number.isInteger(value),intResolve=(str,offset,radix,{intAsBigInt})=>intAsBigInt?BigInt(str):parseInt(str.substring(offset),radix);function intStringify(node,radix,prefix){
let{value}=node;return intIdentify(value)&&value>=0?prefix+value.toString(radix):stringifyNumber.stringifyNumber(node)}var intOct={identify:value=>intIdentify(value)&&
value>=0,default:!0,tag:"tag:yaml.org,2002:int",format:"OCT",test:/^0o[0-7]+$/,resolve:(str,_onError,opt)=>intResolve(str,2,8,opt),stringify:node=>intStringify(
node,8,"0o")},int={identify:intIdentify,default:!0,tag:"tag:yaml.org,2002:int",test:/^[-+]?[0-9]+$/,resolve:(str,_onError,opt)=>intResolve(str,0,10,opt),stringify:stringifyNumber.
stringifyNumber},intHex={identify:value=>intIdentify(value)&&value>=0,default:!0,tag:"tag:yaml.org,2002:int",format:"HEX",test:/^0x[0-9a-fA-F]+$/,resolve:(str,_onError,opt)=>intResolve(
str,2,16,opt),stringify:node=>intStringify(node,16,"0x")};exports2.int=int;exports2.intHex=intHex;exports2.intOct=intOct}});var require_schema=__commonJS({"node_modules/yaml/dist/schema/core/schema.js"(exports2){"use strict";var map=require_map(),_null=require_null(),seq=require_seq(),
string=require_string(),bool=require_bool(),float=require_float(),int=require_int(),schema=[map.map,seq.seq,string.string,_null.nullTag,bool.boolTag,int.intOct,
int.int,int.intHex,float.floatNaN,float.floatExp,float.float];exports2.schema=schema}});var require_schema2=__commonJS({"node_modules/yaml/dist/schema/json/schema.js"(exports2){"use strict";var Scalar=require_Scalar(),map=require_map(),seq=require_seq();
function intIdentify(value){return typeof value=="bigint"||Number.isInteger(value)}var stringifyJSON=({value})=>JSON.stringify(value),jsonScalars=[{identify:value=>typeof value==
"string",default:!0,tag:"tag:yaml.org,2002:str",resolve:str=>str,stringify:stringifyJSON},{identify:value=>value==null,createNode:()=>new Scalar.Scalar(null),default:!0,
tag:"tag:yaml.org,2002:null",test:/^null$/,resolve:()=>null,stringify:stringifyJSON},{identify:value=>typeof value=="boolean",default:!0,tag:"tag:yaml.org,2002:\
bool",test:/^true$|^false$/,resolve:str=>str==="true",stringify:stringifyJSON},{identify:intIdentify,default:!0,tag:"tag:yaml.org,2002:int",test:/^-?(?:0|[1-9][0-9]*)$/,
resolve:(str,_onError,{intAsBigInt})=>intAsBigInt?BigInt(str):parseInt(str,10),stringify:({value})=>intIdentify(value)?value.toString():JSON.stringify(value)},{
identify:value=>typeof value=="number",default:!0,tag:"tag:yaml.org,2002:float",test:/^-?(?:0|[1-9][0-9]*)(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?$/,resolve:str=>parseFloat(
str),stringify:stringifyJSON}],jsonError={default:!0,tag:"",test:/^/,resolve(str,onError){return onError(`Unresolved plain scalar ${JSON.stringify(str)}`),str}},
schema=[map.map,seq.seq].concat(jsonScalars,jsonError);exports2.schema=schema}});var require_binary=__commonJS({"node_modules/yaml/dist/schema/yaml-1.1/binary.js"(exports2){"use strict";var node_buffer=require("buffer"),Scalar=require_Scalar(),
stringifyString=require_stringifyString(),binary={identify:value=>value instanceof Uint8Array,default:!1,tag:"tag:yaml.org,2002:binary",resolve(src,onError){if(typeof node_buffer.
Buffer=="function")return node_buffer.Buffer.from(src,"base64");if(typeof atob=="function"){let str=atob(src.replace(/[\n\r]/g,"")),buffer=new Uint8Array(str.length);
for(let i=0;i<str.length;++i)buffer[i]=str.charCodeAt(i);return buffer}else return onError("This environment does not support reading binary tags; either Buffer\
 or atob is required"),src},stringify({comment,type,value},ctx,onComment,onChompKeep){if(!value)return"";let buf=value,str;if(typeof node_buffer.Buffer=="functi\
on")str=buf instanceof node_buffer.Buffer?buf.toString("base64"):node_buffer.Buffer.from(buf.buffer).toString("base64");else if(typeof btoa=="function"){let s="";
for(let i=0;i<buf.length;++i)s+=String.fromCharCode(buf[i]);str=btoa(s)}else throw new Error("This environment does not support writing binary tags; either Buff\
er or btoa is required");if(type??(type=Scalar.Scalar.BLOCK_LITERAL),type!==Scalar.Scalar.QUOTE_DOUBLE){let lineWidth=Math.max(ctx.options.lineWidth-ctx.indent.
length,ctx.options.minContentWidth),n=Math.ceil(str.length/lineWidth),lines=new Array(n);for(let i=0,o=0;i<n;++i,o+=lineWidth)lines[i]=str.substr(o,lineWidth);str=
lines.join(type===Scalar.Scalar.BLOCK_LITERAL?`
`:" ")}return stringifyString.stringifyString({comment,type,value:str},ctx,onComment,onChompKeep)}};exports2.binary=binary}});var require_pairs=__commonJS({"node_modules/yaml/dist/schema/yaml-1.1/pairs.js"(exports2){"use strict";var identity3=require_identity(),Pair=require_Pair(),Scalar=require_Scalar(),
YAMLSeq=require_YAMLSeq();function resolvePairs(seq,onError){if(identity3.isSeq(seq))for(let i=0;i<seq.items.length;++i){let item=seq.items[i];if(!identity3.isPair(
item)){if(identity3.isMap(item)){item.items.length>1&&onError("Each pair must have its own sequence indicator");let pair=item.items[0]||new Pair.Pair(new Scalar.
Scalar(null));if(item.commentBefore&&(pair.key.commentBefore=pair.key.commentBefore?`${item.commentBefore}
${pair.key.commentBefore}`:item.commentBefore),item.comment){let cn=pair.value??pair.key;cn.comment=cn.comment?`${item.comment}
${cn.comment}`:item.comment}item=pair}seq.items[i]=identity3.isPair(item)?item:new Pair.Pair(item)}}else onError("Expected a sequence for this tag");return seq}
function createPairs(schema,iterable,ctx){let{replacer}=ctx,pairs3=new YAMLSeq.YAMLSeq(schema);pairs3.tag="tag:yaml.org,2002:pairs";let i=0;if(iterable&&Symbol.
iterator in Object(iterable))for(let it of iterable){typeof replacer=="function"&&(it=replacer.call(iterable,String(i++),it));let key,value;if(Array.isArray(it))
if(it.length===2)key=it[0],value=it[1];else throw new TypeError(`Expected [key, value] tuple: ${it}`);else if(it&&it instanceof Object){let keys=Object.keys(it);
if(keys.length===1)key=keys[0],value=it[key];else throw new TypeError(`Expected tuple with one key, not ${keys.length} keys`)}else key=it;pairs3.items.push(Pair.
createPair(key,value,ctx))}return pairs3}var pairs2={collection:"seq",default:!1,tag:"tag:yaml.org,2002:pairs",resolve:resolvePairs,createNode:createPairs};exports2.
createPairs=createPairs;exports2.pairs=pairs2;exports2.resolvePairs=resolvePairs}});var require_omap=__commonJS({"node_modules/yaml/dist/schema/yaml-1.1/omap.js"(exports2){"use strict";var identity3=require_identity(),toJS=require_toJS(),YAMLMap=require_YAMLMap(),
YAMLSeq=require_YAMLSeq(),pairs2=require_pairs(),YAMLOMap=class _YAMLOMap extends YAMLSeq.YAMLSeq{constructor(){super(),this.add=YAMLMap.YAMLMap.prototype.add.bind(
this),this.delete=YAMLMap.YAMLMap.prototype.delete.bind(this),this.get=YAMLMap.YAMLMap.prototype.get.bind(this),this.has=YAMLMap.YAMLMap.prototype.has.bind(this),
this.set=YAMLMap.YAMLMap.prototype.set.bind(this),this.tag=_YAMLOMap.tag}toJSON(_,ctx){if(!ctx)return super.toJSON(_);let map=new Map;ctx?.onCreate&&ctx.onCreate(
map);for(let pair of this.items){let key,value;if(identity3.isPair(pair)?(key=toJS.toJS(pair.key,"",ctx),value=toJS.toJS(pair.value,key,ctx)):key=toJS.toJS(pair,
"",ctx),map.has(key))throw new Error("Ordered maps must not include duplicate keys");map.set(key,value)}return map}static from(schema,iterable,ctx){let pairs$1=pairs2.
createPairs(schema,iterable,ctx),omap2=new this;return omap2.items=pairs$1.items,omap2}};YAMLOMap.tag="tag:yaml.org,2002:omap";var omap={collection:"seq",identify:value=>value instanceof
Map,nodeClass:YAMLOMap,default:!1,tag:"tag:yaml.org,2002:omap",resolve(seq,onError){let pairs$1=pairs2.resolvePairs(seq,onError),seenKeys=[];for(let{key}of pairs$1.
items)identity3.isScalar(key)&&(seenKeys.includes(key.value)?onError(`Ordered maps must not include duplicate keys: ${key.value}`):seenKeys.push(key.value));return Object.
assign(new YAMLOMap,pairs$1)},createNode:(schema,iterable,ctx)=>YAMLOMap.from(schema,iterable,ctx)};exports2.YAMLOMap=YAMLOMap;exports2.omap=omap}});var require_bool2=__commonJS({"node_modules/yaml/dist/schema/yaml-1.1/bool.js"(exports2){"use strict";var Scalar=require_Scalar();function boolStringify({value,
source:source2},ctx){return source2&&(value?trueTag:falseTag).test.test(source2)?source2:value?ctx.options.trueStr:ctx.options.falseStr}var trueTag={identify:value=>value===
!0,default:!0,tag:"tag:yaml.org,2002:bool",test:/^(?:Y|y|[Yy]es|YES|[Tt]rue|TRUE|[Oo]n|ON)$/,resolve:()=>new Scalar.Scalar(!0),stringify:boolStringify},falseTag={
identify:value=>value===!1,default:!0,tag:"tag:yaml.org,2002:bool",test:/^(?:N|n|[Nn]o|NO|[Ff]alse|FALSE|[Oo]ff|OFF)$/,resolve:()=>new Scalar.Scalar(!1),stringify:boolStringify};
exports2.falseTag=falseTag;exports2.trueTag=trueTag}});var require_float2=__commonJS({"node_modules/yaml/dist/schema/yaml-1.1/float.js"(exports2){"use strict";var Scalar=require_Scalar(),stringifyNumber=require_stringifyNumber(),
floatNaN={identify:value=>typeof value=="number",default:!0,tag:"tag:yaml.org,2002:float",test:/^(?:[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN)$/,resolve:str=>str.
slice(-3).toLowerCase()==="nan"?NaN:str[0]==="-"?Number.NEGATIVE_INFINITY:Number.POSITIVE_INFINITY,stringify:stringifyNumber.stringifyNumber},floatExp={identify:value=>typeof value==
"number",default:!0,tag:"tag:yaml.org,2002:float",format:"EXP",test:/^[-+]?(?:[0-9][0-9_]*)?(?:\.[0-9_]*)?[eE][-+]?[0-9]+$/,resolve:str=>parseFloat(str.replace(
/_/g,"")),stringify(node){let num=Number(node.value);return isFinite(num)?num.toExponential():stringifyNumber.stringifyNumber(node)}},float={identify:value=>typeof value==
"number",default:!0,tag:"tag:yaml.org,2002:float",test:/^[-+]?(?:[0-9][0-9_]*)?\.[0-9_]*$/,resolve(str){let node=new Scalar.Scalar(parseFloat(str.replace(/_/g,""))),
dot=str.indexOf(".");if(dot!==-1){let f=str.substring(dot+1).replace(/_/g,"");f[f.length-1]==="0"&&(node.minFractionDigits=f.length)}return node},stringify:stringifyNumber.
stringifyNumber};exports2.float=float;exports2.floatExp=floatExp;exports2.floatNaN=floatNaN}});var require_int2=__commonJS({"node_modules/yaml/dist/schema/yaml-1.1/int.js"(exports2){"use strict";var stringifyNumber=require_stringifyNumber(),intIdentify=value=>typeof value==
"bigint"||Number.isInteger(value);function intResolve(str,offset,radix,{intAsBigInt}){let sign=str[0];if((sign==="-"||sign==="+")&&(offset+=1),str=str.substring(
offset).replace(/_/g,""),intAsBigInt){switch(radix){case 2:str=`0b${str}`;break;case 8:str=`0o${str}`;break;case 16:str=`0x${str}`;break}let n2=BigInt(str);return sign===
"-"?BigInt(-1)*n2:n2}let n=parseInt(str,radix);return sign==="-"?-1*n:n}function intStringify(node,radix,prefix){let{value}=node;if(intIdentify(value)){let str=value.
toString(radix);return value<0?"-"+prefix+str.substr(1):prefix+str}return stringifyNumber.stringifyNumber(node)}var intBin={identify:intIdentify,default:!0,tag:"\
tag:yaml.org,2002:int",format:"BIN",test:/^[-+]?0b[0-1_]+$/,resolve:(str,_onError,opt)=>intResolve(str,2,2,opt),stringify:node=>intStringify(node,2,"0b")},intOct={
identify:intIdentify,default:!0,tag:"tag:yaml.org,2002:int",format:"OCT",test:/^[-+]?0[0-7_]+$/,resolve:(str,_onError,opt)=>intResolve(str,1,8,opt),stringify:node=>intStringify(
node,8,"0")},int={identify:intIdentify,default:!0,tag:"tag:yaml.org,2002:int",test:/^[-+]?[0-9][0-9_]*$/,resolve:(str,_onError,opt)=>intResolve(str,0,10,opt),stringify:stringifyNumber.
stringifyNumber},intHex={identify:intIdentify,default:!0,tag:"tag:yaml.org,2002:int",format:"HEX",test:/^[-+]?0x[0-9a-fA-F_]+$/,resolve:(str,_onError,opt)=>intResolve(
str,2,16,opt),stringify:node=>intStringify(node,16,"0x")};exports2.int=int;exports2.intBin=intBin;exports2.intHex=intHex;exports2.intOct=intOct}});var require_set=__commonJS({"node_modules/yaml/dist/schema/yaml-1.1/set.js"(exports2){"use strict";var identity3=require_identity(),Pair=require_Pair(),YAMLMap=require_YAMLMap(),
YAMLSet=class _YAMLSet extends YAMLMap.YAMLMap{constructor(schema){super(schema),this.tag=_YAMLSet.tag}add(key){let pair;identity3.isPair(key)?pair=key:key&&typeof key==
"object"&&"key"in key&&"value"in key&&key.value===null?pair=new Pair.Pair(key.key,null):pair=new Pair.Pair(key,null),YAMLMap.findPair(this.items,pair.key)||this.
items.push(pair)}get(key,keepPair){let pair=YAMLMap.findPair(this.items,key);return!keepPair&&identity3.isPair(pair)?identity3.isScalar(pair.key)?pair.key.value:
pair.key:pair}set(key,value){if(typeof value!="boolean")throw new Error(`Expected boolean value for set(key, value) in a YAML set, not ${typeof value}`);let prev=YAMLMap.
findPair(this.items,key);prev&&!value?this.items.splice(this.items.indexOf(prev),1):!prev&&value&&this.items.push(new Pair.Pair(key))}toJSON(_,ctx){return super.
toJSON(_,ctx,Set)}toString(ctx,onComment,onChompKeep){if(!ctx)return JSON.stringify(this);if(this.hasAllNullValues(!0))return super.toString(Object.assign({},ctx,
{allNullValues:!0}),onComment,onChompKeep);throw new Error("Set items must all have null values")}static from(schema,iterable,ctx){let{replacer}=ctx,set2=new this(
schema);if(iterable&&Symbol.iterator in Object(iterable))for(let value of iterable)typeof replacer=="function"&&(value=replacer.call(iterable,value,value)),set2.
items.push(Pair.createPair(value,null,ctx));return set2}};YAMLSet.tag="tag:yaml.org,2002:set";var set={collection:"map",identify:value=>value instanceof Set,nodeClass:YAMLSet,
default:!1,tag:"tag:yaml.org,2002:set",createNode:(schema,iterable,ctx)=>YAMLSet.from(schema,iterable,ctx),resolve(map,onError){if(identity3.isMap(map)){if(map.
hasAllNullValues(!0))return Object.assign(new YAMLSet,map);onError("Set items must all have null values")}else onError("Expected a mapping for this tag");return map}};
exports2.YAMLSet=YAMLSet;exports2.set=set}});var require_timestamp=__commonJS({"node_modules/yaml/dist/schema/yaml-1.1/timestamp.js"(exports2){"use strict";var stringifyNumber=require_stringifyNumber();function parseSexagesimal(str,asBigInt){
let sign=str[0],parts=sign==="-"||sign==="+"?str.substring(1):str,num=n=>asBigInt?BigInt(n):Number(n),res=parts.replace(/_/g,"").split(":").reduce((res2,p)=>res2*
num(60)+num(p),num(0));return sign==="-"?num(-1)*res:res}function stringifySexagesimal(node){let{value}=node,num=n=>n;if(typeof value=="bigint")num=n=>BigInt(n);else if(isNaN(
value)||!isFinite(value))return stringifyNumber.stringifyNumber(node);let sign="";value<0&&(sign="-",value*=num(-1));let _60=num(60),parts=[value%_60];return value<
60?parts.unshift(0):(value=(value-parts[0])/_60,parts.unshift(value%_60),value>=60&&(value=(value-parts[0])/_60,parts.unshift(value))),sign+parts.map(n=>String(
n).padStart(2,"0")).join(":").replace(/000000\d*$/,"")}var intTime={identify:value=>typeof value=="bigint"||Number.isInteger(value),default:!0,tag:"tag:yaml.org\
,2002:int",format:"TIME",test:/^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+$/,resolve:(str,_onError,{intAsBigInt})=>parseSexagesimal(str,intAsBigInt),stringify:stringifySexagesimal},
floatTime={identify:value=>typeof value=="number",default:!0,tag:"tag:yaml.org,2002:float",format:"TIME",test:/^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*$/,resolve:str=>parseSexagesimal(
str,!1),stringify:stringifySexagesimal},timestamp={identify:value=>value instanceof Date,default:!0,tag:"tag:yaml.org,2002:timestamp",test:RegExp("^([0-9]{4})-(\
[0-9]{1,2})-([0-9]{1,2})(?:(?:t|T|[ \\t]+)([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2}(\\.[0-9]+)?)(?:[ \\t]*(Z|[-+][012]?[0-9](?::[0-9]{2})?))?)?$"),resolve(str){let match=str.
match(timestamp.test);if(!match)throw new Error("!!timestamp expects a date, starting with yyyy-mm-dd");let[,year,month,day,hour,minute,second]=match.map(Number),
millisec=match[7]?Number((match[7]+"00").substr(1,3)):0,date=Date.UTC(year,month-1,day,hour||0,minute||0,second||0,millisec),tz=match[8];if(tz&&tz!=="Z"){let d=parseSexagesimal(
tz,!1);Math.abs(d)<30&&(d*=60),date-=6e4*d}return new Date(date)},stringify:({value})=>value?.toISOString().replace(/(T00:00:00)?\.000Z$/,"")??""};exports2.floatTime=
floatTime;exports2.intTime=intTime;exports2.timestamp=timestamp}});var require_schema3=__commonJS({"node_modules/yaml/dist/schema/yaml-1.1/schema.js"(exports2){"use strict";var map=require_map(),_null=require_null(),seq=require_seq(),
string=require_string(),binary=require_binary(),bool=require_bool2(),float=require_float2(),int=require_int2(),merge3=require_merge(),omap=require_omap(),pairs2=require_pairs(),
set=require_set(),timestamp=require_timestamp(),schema=[map.map,seq.seq,string.string,_null.nullTag,bool.trueTag,bool.falseTag,int.intBin,int.intOct,int.int,int.
intHex,float.floatNaN,float.floatExp,float.float,binary.binary,merge3.merge,omap.omap,pairs2.pairs,set.set,timestamp.intTime,timestamp.floatTime,timestamp.timestamp];
exports2.schema=schema}});var require_tags=__commonJS({"node_modules/yaml/dist/schema/tags.js"(exports2){"use strict";var map=require_map(),_null=require_null(),seq=require_seq(),string=require_string(),
bool=require_bool(),float=require_float(),int=require_int(),schema=require_schema(),schema$1=require_schema2(),binary=require_binary(),merge3=require_merge(),omap=require_omap(),
pairs2=require_pairs(),schema$2=require_schema3(),set=require_set(),timestamp=require_timestamp(),schemas=new Map([["core",schema.schema],["failsafe",[map.map,seq.
seq,string.string]],["json",schema$1.schema],["yaml11",schema$2.schema],["yaml-1.1",schema$2.schema]]),tagsByName={binary:binary.binary,bool:bool.boolTag,float:float.
float,floatExp:float.floatExp,floatNaN:float.floatNaN,floatTime:timestamp.floatTime,int:int.int,intHex:int.intHex,intOct:int.intOct,intTime:timestamp.intTime,map:map.
map,merge:merge3.merge,null:_null.nullTag,omap:omap.omap,pairs:pairs2.pairs,seq:seq.seq,set:set.set,timestamp:timestamp.timestamp},coreKnownTags={"tag:yaml.org,\
2002:binary":binary.binary,"tag:yaml.org,2002:merge":merge3.merge,"tag:yaml.org,2002:omap":omap.omap,"tag:yaml.org,2002:pairs":pairs2.pairs,"tag:yaml.org,2002:s\
et":set.set,"tag:yaml.org,2002:timestamp":timestamp.timestamp};function getTags(customTags,schemaName,addMergeTag){let schemaTags=schemas.get(schemaName);if(schemaTags&&
!customTags)return addMergeTag&&!schemaTags.includes(merge3.merge)?schemaTags.concat(merge3.merge):schemaTags.slice();let tags=schemaTags;if(!tags)if(Array.isArray(
customTags))tags=[];else{let keys=Array.from(schemas.keys()).filter(key=>key!=="yaml11").map(key=>JSON.stringify(key)).join(", ");throw new Error(`Unknown schem\
a "${schemaName}"; use one of ${keys} or define customTags array`)}if(Array.isArray(customTags))for(let tag2 of customTags)tags=tags.concat(tag2);else typeof customTags==
"function"&&(tags=customTags(tags.slice()));return addMergeTag&&(tags=tags.concat(merge3.merge)),tags.reduce((tags2,tag2)=>{let tagObj=typeof tag2=="string"?tagsByName[tag2]:
tag2;if(!tagObj){let tagName=JSON.stringify(tag2),keys=Object.keys(tagsByName).map(key=>JSON.stringify(key)).join(", ");throw new Error(`Unknown custom tag ${tagName}\
; use one of ${keys}`)}return tags2.includes(tagObj)||tags2.push(tagObj),tags2},[])}exports2.coreKnownTags=coreKnownTags;exports2.getTags=getTags}});var require_Schema=__commonJS({"node_modules/yaml/dist/schema/Schema.js"(exports2){"use strict";var identity3=require_identity(),map=require_map(),seq=require_seq(),
string=require_string(),tags=require_tags(),sortMapEntriesByKey=(a,b)=>a.key<b.key?-1:a.key>b.key?1:0,Schema=class _Schema{constructor({compat,customTags,merge:merge3,
resolveKnownTags,schema,sortMapEntries,toStringDefaults}){this.compat=Array.isArray(compat)?tags.getTags(compat,"compat"):compat?tags.getTags(null,compat):null,
this.name=typeof schema=="string"&&schema||"core",this.knownTags=resolveKnownTags?tags.coreKnownTags:{},this.tags=tags.getTags(customTags,this.name,merge3),this.
toStringOptions=toStringDefaults??null,Object.defineProperty(this,identity3.MAP,{value:map.map}),Object.defineProperty(this,identity3.SCALAR,{value:string.string}),
Object.defineProperty(this,identity3.SEQ,{value:seq.seq}),this.sortMapEntries=typeof sortMapEntries=="function"?sortMapEntries:sortMapEntries===!0?sortMapEntriesByKey:
null}clone(){let copy=Object.create(_Schema.prototype,Object.getOwnPropertyDescriptors(this));return copy.tags=this.tags.slice(),copy}};exports2.Schema=Schema}});var require_stringifyDocument=__commonJS({"node_modules/yaml/dist/stringify/stringifyDocument.js"(exports2){"use strict";var identity3=require_identity(),stringify=require_stringify(),
stringifyComment=require_stringifyComment();function stringifyDocument(doc,options){let lines=[],hasDirectives=options.directives===!0;if(options.directives!==!1&&
doc.directives){let dir=doc.directives.toString(doc);dir?(lines.push(dir),hasDirectives=!0):doc.directives.docStart&&(hasDirectives=!0)}hasDirectives&&lines.push(
"---");let ctx=stringify.createStringifyContext(doc,options),{commentString}=ctx.options;if(doc.commentBefore){lines.length!==1&&lines.unshift("");let cs=commentString(
doc.commentBefore);lines.unshift(stringifyComment.indentComment(cs,""))}let chompKeep=!1,contentComment=null;if(doc.contents){if(identity3.isNode(doc.contents)){
if(doc.contents.spaceBefore&&hasDirectives&&lines.push(""),doc.contents.commentBefore){let cs=commentString(doc.contents.commentBefore);lines.push(stringifyComment.
indentComment(cs,""))}ctx.forceBlockIndent=!!doc.comment,contentComment=doc.contents.comment}let onChompKeep=contentComment?void 0:()=>chompKeep=!0,body2=stringify.
stringify(doc.contents,ctx,()=>contentComment=null,onChompKeep);contentComment&&(body2+=stringifyComment.lineComment(body2,"",commentString(contentComment))),(body2[0]===
"|"||body2[0]===">")&&lines[lines.length-1]==="---"?lines[lines.length-1]=`--- ${body2}`:lines.push(body2)}else lines.push(stringify.stringify(doc.contents,ctx));
if(doc.directives?.docEnd)if(doc.comment){let cs=commentString(doc.comment);cs.includes(`
`)?(lines.push("..."),lines.push(stringifyComment.indentComment(cs,""))):lines.push(`... ${cs}`)}else lines.push("...");else{let dc=doc.comment;dc&&chompKeep&&(dc=
dc.replace(/^\n+/,"")),dc&&((!chompKeep||contentComment)&&lines[lines.length-1]!==""&&lines.push(""),lines.push(stringifyComment.indentComment(commentString(dc),
"")))}return lines.join(`
`)+`
`}exports2.stringifyDocument=stringifyDocument}});var require_Document=__commonJS({"node_modules/yaml/dist/doc/Document.js"(exports2){"use strict";var Alias=require_Alias(),Collection=require_Collection(),identity3=require_identity(),
Pair=require_Pair(),toJS=require_toJS(),Schema=require_Schema(),stringifyDocument=require_stringifyDocument(),anchors=require_anchors(),applyReviver=require_applyReviver(),
createNode=require_createNode(),directives=require_directives(),Document=class _Document{constructor(value,replacer,options){this.commentBefore=null,this.comment=
null,this.errors=[],this.warnings=[],Object.defineProperty(this,identity3.NODE_TYPE,{value:identity3.DOC});let _replacer=null;typeof replacer=="function"||Array.
isArray(replacer)?_replacer=replacer:options===void 0&&replacer&&(options=replacer,replacer=void 0);let opt=Object.assign({intAsBigInt:!1,keepSourceTokens:!1,logLevel:"\
warn",prettyErrors:!0,strict:!0,stringKeys:!1,uniqueKeys:!0,version:"1.2"},options);this.options=opt;let{version:version2}=opt;options?._directives?(this.directives=
options._directives.atDocument(),this.directives.yaml.explicit&&(version2=this.directives.yaml.version)):this.directives=new directives.Directives({version:version2}),
this.setSchema(version2,options),this.contents=value===void 0?null:this.createNode(value,_replacer,options)}clone(){let copy=Object.create(_Document.prototype,{
[identity3.NODE_TYPE]:{value:identity3.DOC}});return copy.commentBefore=this.commentBefore,copy.comment=this.comment,copy.errors=this.errors.slice(),copy.warnings=
this.warnings.slice(),copy.options=Object.assign({},this.options),this.directives&&(copy.directives=this.directives.clone()),copy.schema=this.schema.clone(),copy.
contents=identity3.isNode(this.contents)?this.contents.clone(copy.schema):this.contents,this.range&&(copy.range=this.range.slice()),copy}add(value){assertCollection(
this.contents)&&this.contents.add(value)}addIn(path12,value){assertCollection(this.contents)&&this.contents.addIn(path12,value)}createAlias(node,name){if(!node.
anchor){let prev=anchors.anchorNames(this);node.anchor=!name||prev.has(name)?anchors.findNewAnchor(name||"a",prev):name}return new Alias.Alias(node.anchor)}createNode(value,replacer,options){
let _replacer;if(typeof replacer=="function")value=replacer.call({"":value},"",value),_replacer=replacer;else if(Array.isArray(replacer)){let keyToStr=v=>typeof v==
"number"||v instanceof String||v instanceof Number,asStr=replacer.filter(keyToStr).map(String);asStr.length>0&&(replacer=replacer.concat(asStr)),_replacer=replacer}else
options===void 0&&replacer&&(options=replacer,replacer=void 0);let{aliasDuplicateObjects,anchorPrefix,flow,keepUndefined,onTagObj,tag:tag2}=options??{},{onAnchor,
setAnchors,sourceObjects}=anchors.createNodeAnchors(this,anchorPrefix||"a"),ctx={aliasDuplicateObjects:aliasDuplicateObjects??!0,keepUndefined:keepUndefined??!1,
onAnchor,onTagObj,replacer:_replacer,schema:this.schema,sourceObjects},node=createNode.createNode(value,tag2,ctx);return flow&&identity3.isCollection(node)&&(node.
flow=!0),setAnchors(),node}createPair(key,value,options={}){let k=this.createNode(key,null,options),v=this.createNode(value,null,options);return new Pair.Pair(k,
v)}delete(key){return assertCollection(this.contents)?this.contents.delete(key):!1}deleteIn(path12){return Collection.isEmptyPath(path12)?this.contents==null?!1:
(this.contents=null,!0):assertCollection(this.contents)?this.contents.deleteIn(path12):!1}get(key,keepScalar){return identity3.isCollection(this.contents)?this.
contents.get(key,keepScalar):void 0}getIn(path12,keepScalar){return Collection.isEmptyPath(path12)?!keepScalar&&identity3.isScalar(this.contents)?this.contents.
value:this.contents:identity3.isCollection(this.contents)?this.contents.getIn(path12,keepScalar):void 0}has(key){return identity3.isCollection(this.contents)?this.
contents.has(key):!1}hasIn(path12){return Collection.isEmptyPath(path12)?this.contents!==void 0:identity3.isCollection(this.contents)?this.contents.hasIn(path12):
!1}set(key,value){this.contents==null?this.contents=Collection.collectionFromPath(this.schema,[key],value):assertCollection(this.contents)&&this.contents.set(key,
value)}setIn(path12,value){Collection.isEmptyPath(path12)?this.contents=value:this.contents==null?this.contents=Collection.collectionFromPath(this.schema,Array.
from(path12),value):assertCollection(this.contents)&&this.contents.setIn(path12,value)}setSchema(version2,options={}){typeof version2=="number"&&(version2=String(
version2));let opt;switch(version2){case"1.1":this.directives?this.directives.yaml.version="1.1":this.directives=new directives.Directives({version:"1.1"}),opt=
{resolveKnownTags:!1,schema:"yaml-1.1"};break;case"1.2":case"next":this.directives?this.directives.yaml.version=version2:this.directives=new directives.Directives(
{version:version2}),opt={resolveKnownTags:!0,schema:"core"};break;case null:this.directives&&delete this.directives,opt=null;break;default:{let sv=JSON.stringify(
version2);throw new Error(`Expected '1.1', '1.2' or null as first argument, but found: ${sv}`)}}if(options.schema instanceof Object)this.schema=options.schema;else if(opt)
this.schema=new Schema.Schema(Object.assign(opt,options));else throw new Error("With a null YAML version, the { schema: Schema } option is required")}toJS({json:json3,
jsonArg,mapAsMap,maxAliasCount,onAnchor,reviver}={}){let ctx={anchors:new Map,doc:this,keep:!json3,mapAsMap:mapAsMap===!0,mapKeyWarned:!1,maxAliasCount:typeof maxAliasCount==
"number"?maxAliasCount:100},res=toJS.toJS(this.contents,jsonArg??"",ctx);if(typeof onAnchor=="function")for(let{count:count2,res:res2}of ctx.anchors.values())onAnchor(
res2,count2);return typeof reviver=="function"?applyReviver.applyReviver(reviver,{"":res},"",res):res}toJSON(jsonArg,onAnchor){return this.toJS({json:!0,jsonArg,
mapAsMap:!1,onAnchor})}toString(options={}){if(this.errors.length>0)throw new Error("Document with errors cannot be stringified");if("indent"in options&&(!Number.
isInteger(options.indent)||Number(options.indent)<=0)){let s=JSON.stringify(options.indent);throw new Error(`"indent" option must be a positive integer, not ${s}`)}
return stringifyDocument.stringifyDocument(this,options)}};function assertCollection(contents){if(identity3.isCollection(contents))return!0;throw new Error("Exp\
ected a YAML collection as document contents")}exports2.Document=Document}});var require_errors=__commonJS({"node_modules/yaml/dist/errors.js"(exports2){"use strict";var YAMLError=class extends Error{constructor(name,pos,code2,message){super(),
this.name=name,this.code=code2,this.message=message,this.pos=pos}},YAMLParseError=class extends YAMLError{constructor(pos,code2,message){super("YAMLParseError",
pos,code2,message)}},YAMLWarning=class extends YAMLError{constructor(pos,code2,message){super("YAMLWarning",pos,code2,message)}},prettifyError=(src,lc)=>error=>{
if(error.pos[0]===-1)return;error.linePos=error.pos.map(pos=>lc.linePos(pos));let{line:line2,col}=error.linePos[0];error.message+=` at line ${line2}, column ${col}`;
let ci=col-1,lineStr=src.substring(lc.lineStarts[line2-1],lc.lineStarts[line2]).replace(/[\n\r]+$/,"");if(ci>=60&&lineStr.length>80){let trimStart=Math.min(ci-39,
lineStr.length-79);lineStr="…"+lineStr.substring(trimStart),ci-=trimStart-1}if(lineStr.length>80&&(lineStr=lineStr.substring(0,79)+"…"),line2>1&&/^ *$/.test(
lineStr.substring(0,ci))){let prev=src.substring(lc.lineStarts[line2-2],lc.lineStarts[line2-1]);prev.length>80&&(prev=prev.substring(0,79)+`…
`),lineStr=prev+lineStr}if(/[^ ]/.test(lineStr)){let count2=1,end=error.linePos[1];end?.line===line2&&end.col>col&&(count2=Math.max(1,Math.min(end.col-col,80-ci)));
let pointer=" ".repeat(ci)+"^".repeat(count2);error.message+=`:

${lineStr}
${pointer}
`}};exports2.YAMLError=YAMLError;exports2.YAMLParseError=YAMLParseError;exports2.YAMLWarning=YAMLWarning;exports2.prettifyError=prettifyError}});var require_resolve_props=__commonJS({"node_modules/yaml/dist/compose/resolve-props.js"(exports2){"use strict";function resolveProps(tokens,{flow,indicator,next,
offset,onError,parentIndent,startOnNewline}){let spaceBefore=!1,atNewline=startOnNewline,hasSpace=startOnNewline,comment="",commentSep="",hasNewline=!1,reqSpace=!1,
tab=null,anchor=null,tag2=null,newlineAfterProp=null,comma=null,found=null,start=null;for(let token of tokens)switch(reqSpace&&(token.type!=="space"&&token.type!==
"newline"&&token.type!=="comma"&&onError(token.offset,"MISSING_CHAR","Tags and anchors must be separated from the next token by white space"),reqSpace=!1),tab&&
(atNewline&&token.type!=="comment"&&token.type!=="newline"&&onError(tab,"TAB_AS_INDENT","Tabs are not allowed as indentation"),tab=null),token.type){case"space":
!flow&&(indicator!=="doc-start"||next?.type!=="flow-collection")&&token.source.includes("	")&&(tab=token),hasSpace=!0;break;case"comment":{hasSpace||onError(token,
"MISSING_CHAR","Comments must be separated from other tokens by white space characters");let cb=token.source.substring(1)||" ";comment?comment+=commentSep+cb:comment=
cb,commentSep="",atNewline=!1;break}case"newline":atNewline?comment?comment+=token.source:(!found||indicator!=="seq-item-ind")&&(spaceBefore=!0):commentSep+=token.
source,atNewline=!0,hasNewline=!0,(anchor||tag2)&&(newlineAfterProp=token),hasSpace=!0;break;case"anchor":anchor&&onError(token,"MULTIPLE_ANCHORS","A node can h\
ave at most one anchor"),token.source.endsWith(":")&&onError(token.offset+token.source.length-1,"BAD_ALIAS","Anchor ending in : is ambiguous",!0),anchor=token,start??
(start=token.offset),atNewline=!1,hasSpace=!1,reqSpace=!0;break;case"tag":{tag2&&onError(token,"MULTIPLE_TAGS","A node can have at most one tag"),tag2=token,start??
(start=token.offset),atNewline=!1,hasSpace=!1,reqSpace=!0;break}case indicator:(anchor||tag2)&&onError(token,"BAD_PROP_ORDER",`Anchors and tags must be after th\
e ${token.source} indicator`),found&&onError(token,"UNEXPECTED_TOKEN",`Unexpected ${token.source} in ${flow??"collection"}`),found=token,atNewline=indicator==="\
seq-item-ind"||indicator==="explicit-key-ind",hasSpace=!1;break;case"comma":if(flow){comma&&onError(token,"UNEXPECTED_TOKEN",`Unexpected , in ${flow}`),comma=token,
atNewline=!1,hasSpace=!1;break}default:onError(token,"UNEXPECTED_TOKEN",`Unexpected ${token.type} token`),atNewline=!1,hasSpace=!1}let last=tokens[tokens.length-
1],end=last?last.offset+last.source.length:offset;return reqSpace&&next&&next.type!=="space"&&next.type!=="newline"&&next.type!=="comma"&&(next.type!=="scalar"||
next.source!=="")&&onError(next.offset,"MISSING_CHAR","Tags and anchors must be separated from the next token by white space"),tab&&(atNewline&&tab.indent<=parentIndent||
next?.type==="block-map"||next?.type==="block-seq")&&onError(tab,"TAB_AS_INDENT","Tabs are not allowed as indentation"),{comma,found,spaceBefore,comment,hasNewline,
anchor,tag:tag2,newlineAfterProp,end,start:start??end}}exports2.resolveProps=resolveProps}});var require_util_contains_newline=__commonJS({"node_modules/yaml/dist/compose/util-contains-newline.js"(exports2){"use strict";function containsNewline(key){if(!key)
return null;switch(key.type){case"alias":case"scalar":case"double-quoted-scalar":case"single-quoted-scalar":if(key.source.includes(`
`))return!0;if(key.end){for(let st of key.end)if(st.type==="newline")return!0}return!1;case"flow-collection":for(let it of key.items){for(let st of it.start)if(st.
type==="newline")return!0;if(it.sep){for(let st of it.sep)if(st.type==="newline")return!0}if(containsNewline(it.key)||containsNewline(it.value))return!0}return!1;default:
return!0}}exports2.containsNewline=containsNewline}});var require_util_flow_indent_check=__commonJS({"node_modules/yaml/dist/compose/util-flow-indent-check.js"(exports2){"use strict";var utilContainsNewline=require_util_contains_newline();
function flowIndentCheck(indent,fc,onError){if(fc?.type==="flow-collection"){let end=fc.end[0];end.indent===indent&&(end.source==="]"||end.source==="}")&&utilContainsNewline.
containsNewline(fc)&&onError(end,"BAD_INDENT","Flow end indicator should be more indented than parent",!0)}}exports2.flowIndentCheck=flowIndentCheck}});var require_util_map_includes=__commonJS({"node_modules/yaml/dist/compose/util-map-includes.js"(exports2){"use strict";var identity3=require_identity();function mapIncludes(ctx,items,search){
let{uniqueKeys}=ctx.options;if(uniqueKeys===!1)return!1;let isEqual=typeof uniqueKeys=="function"?uniqueKeys:(a,b)=>a===b||identity3.isScalar(a)&&identity3.isScalar(
b)&&a.value===b.value;return items.some(pair=>isEqual(pair.key,search))}exports2.mapIncludes=mapIncludes}});var require_resolve_block_map=__commonJS({"node_modules/yaml/dist/compose/resolve-block-map.js"(exports2){"use strict";var Pair=require_Pair(),YAMLMap=require_YAMLMap(),
resolveProps=require_resolve_props(),utilContainsNewline=require_util_contains_newline(),utilFlowIndentCheck=require_util_flow_indent_check(),utilMapIncludes=require_util_map_includes(),
startColMsg="All mapping items must start at the same column";function resolveBlockMap({composeNode,composeEmptyNode},ctx,bm,onError,tag2){let NodeClass=tag2?.nodeClass??
YAMLMap.YAMLMap,map=new NodeClass(ctx.schema);ctx.atRoot&&(ctx.atRoot=!1);let offset=bm.offset,commentEnd=null;for(let collItem of bm.items){let{start,key,sep:sep3,
value}=collItem,keyProps=resolveProps.resolveProps(start,{indicator:"explicit-key-ind",next:key??sep3?.[0],offset,onError,parentIndent:bm.indent,startOnNewline:!0}),
implicitKey=!keyProps.found;if(implicitKey){if(key&&(key.type==="block-seq"?onError(offset,"BLOCK_AS_IMPLICIT_KEY","A block sequence may not be used as an impli\
cit map key"):"indent"in key&&key.indent!==bm.indent&&onError(offset,"BAD_INDENT",startColMsg)),!keyProps.anchor&&!keyProps.tag&&!sep3){commentEnd=keyProps.end,
keyProps.comment&&(map.comment?map.comment+=`
`+keyProps.comment:map.comment=keyProps.comment);continue}(keyProps.newlineAfterProp||utilContainsNewline.containsNewline(key))&&onError(key??start[start.length-
1],"MULTILINE_IMPLICIT_KEY","Implicit keys need to be on a single line")}else keyProps.found?.indent!==bm.indent&&onError(offset,"BAD_INDENT",startColMsg);ctx.atKey=
!0;let keyStart=keyProps.end,keyNode=key?composeNode(ctx,key,keyProps,onError):composeEmptyNode(ctx,keyStart,start,null,keyProps,onError);ctx.schema.compat&&utilFlowIndentCheck.
flowIndentCheck(bm.indent,key,onError),ctx.atKey=!1,utilMapIncludes.mapIncludes(ctx,map.items,keyNode)&&onError(keyStart,"DUPLICATE_KEY","Map keys must be uniqu\
e");let valueProps=resolveProps.resolveProps(sep3??[],{indicator:"map-value-ind",next:value,offset:keyNode.range[2],onError,parentIndent:bm.indent,startOnNewline:!key||
key.type==="block-scalar"});if(offset=valueProps.end,valueProps.found){implicitKey&&(value?.type==="block-map"&&!valueProps.hasNewline&&onError(offset,"BLOCK_AS\
_IMPLICIT_KEY","Nested mappings are not allowed in compact mappings"),ctx.options.strict&&keyProps.start<valueProps.found.offset-1024&&onError(keyNode.range,"KE\
Y_OVER_1024_CHARS","The : indicator must be at most 1024 chars after the start of an implicit block mapping key"));let valueNode=value?composeNode(ctx,value,valueProps,
onError):composeEmptyNode(ctx,offset,sep3,null,valueProps,onError);ctx.schema.compat&&utilFlowIndentCheck.flowIndentCheck(bm.indent,value,onError),offset=valueNode.
range[2];let pair=new Pair.Pair(keyNode,valueNode);ctx.options.keepSourceTokens&&(pair.srcToken=collItem),map.items.push(pair)}else{implicitKey&&onError(keyNode.
range,"MISSING_CHAR","Implicit map keys need to be followed by map values"),valueProps.comment&&(keyNode.comment?keyNode.comment+=`
`+valueProps.comment:keyNode.comment=valueProps.comment);let pair=new Pair.Pair(keyNode);ctx.options.keepSourceTokens&&(pair.srcToken=collItem),map.items.push(pair)}}
return commentEnd&&commentEnd<offset&&onError(commentEnd,"IMPOSSIBLE","Map comment with trailing content"),map.range=[bm.offset,offset,commentEnd??offset],map}exports2.
resolveBlockMap=resolveBlockMap}});var require_resolve_block_seq=__commonJS({"node_modules/yaml/dist/compose/resolve-block-seq.js"(exports2){"use strict";var YAMLSeq=require_YAMLSeq(),resolveProps=require_resolve_props(),
utilFlowIndentCheck=require_util_flow_indent_check();function resolveBlockSeq({composeNode,composeEmptyNode},ctx,bs,onError,tag2){let NodeClass=tag2?.nodeClass??
YAMLSeq.YAMLSeq,seq=new NodeClass(ctx.schema);ctx.atRoot&&(ctx.atRoot=!1),ctx.atKey&&(ctx.atKey=!1);let offset=bs.offset,commentEnd=null;for(let{start,value}of bs.
items){let props=resolveProps.resolveProps(start,{indicator:"seq-item-ind",next:value,offset,onError,parentIndent:bs.indent,startOnNewline:!0});if(!props.found)
if(props.anchor||props.tag||value)value?.type==="block-seq"?onError(props.end,"BAD_INDENT","All sequence items must start at the same column"):onError(offset,"M\
ISSING_CHAR","Sequence item without - indicator");else{commentEnd=props.end,props.comment&&(seq.comment=props.comment);continue}let node=value?composeNode(ctx,value,
props,onError):composeEmptyNode(ctx,props.end,start,null,props,onError);ctx.schema.compat&&utilFlowIndentCheck.flowIndentCheck(bs.indent,value,onError),offset=node.
range[2],seq.items.push(node)}return seq.range=[bs.offset,offset,commentEnd??offset],seq}exports2.resolveBlockSeq=resolveBlockSeq}});var require_resolve_end=__commonJS({"node_modules/yaml/dist/compose/resolve-end.js"(exports2){"use strict";function resolveEnd(end,offset,reqSpace,onError){let comment="";
if(end){let hasSpace=!1,sep3="";for(let token of end){let{source:source2,type}=token;switch(type){case"space":hasSpace=!0;break;case"comment":{reqSpace&&!hasSpace&&
onError(token,"MISSING_CHAR","Comments must be separated from other tokens by white space characters");let cb=source2.substring(1)||" ";comment?comment+=sep3+cb:
comment=cb,sep3="";break}case"newline":comment&&(sep3+=source2),hasSpace=!0;break;default:onError(token,"UNEXPECTED_TOKEN",`Unexpected ${type} at node end`)}offset+=
source2.length}}return{comment,offset}}exports2.resolveEnd=resolveEnd}});var require_resolve_flow_collection=__commonJS({"node_modules/yaml/dist/compose/resolve-flow-collection.js"(exports2){"use strict";var identity3=require_identity(),
Pair=require_Pair(),YAMLMap=require_YAMLMap(),YAMLSeq=require_YAMLSeq(),resolveEnd=require_resolve_end(),resolveProps=require_resolve_props(),utilContainsNewline=require_util_contains_newline(),
utilMapIncludes=require_util_map_includes(),blockMsg="Block collections are not allowed within flow collections",isBlock=token=>token&&(token.type==="block-map"||
token.type==="block-seq");function resolveFlowCollection({composeNode,composeEmptyNode},ctx,fc,onError,tag2){let isMap4=fc.start.source==="{",fcName=isMap4?"flo\
w map":"flow sequence",NodeClass=tag2?.nodeClass??(isMap4?YAMLMap.YAMLMap:YAMLSeq.YAMLSeq),coll=new NodeClass(ctx.schema);coll.flow=!0;let atRoot=ctx.atRoot;atRoot&&
(ctx.atRoot=!1),ctx.atKey&&(ctx.atKey=!1);let offset=fc.offset+fc.start.source.length;for(let i=0;i<fc.items.length;++i){let collItem=fc.items[i],{start,key,sep:sep3,
value}=collItem,props=resolveProps.resolveProps(start,{flow:fcName,indicator:"explicit-key-ind",next:key??sep3?.[0],offset,onError,parentIndent:fc.indent,startOnNewline:!1});
if(!props.found){if(!props.anchor&&!props.tag&&!sep3&&!value){i===0&&props.comma?onError(props.comma,"UNEXPECTED_TOKEN",`Unexpected , in ${fcName}`):i<fc.items.
length-1&&onError(props.start,"UNEXPECTED_TOKEN",`Unexpected empty item in ${fcName}`),props.comment&&(coll.comment?coll.comment+=`
`+props.comment:coll.comment=props.comment),offset=props.end;continue}!isMap4&&ctx.options.strict&&utilContainsNewline.containsNewline(key)&&onError(key,"MULTIL\
INE_IMPLICIT_KEY","Implicit keys of flow sequence pairs need to be on a single line")}if(i===0)props.comma&&onError(props.comma,"UNEXPECTED_TOKEN",`Unexpected ,\
 in ${fcName}`);else if(props.comma||onError(props.start,"MISSING_CHAR",`Missing , between ${fcName} items`),props.comment){let prevItemComment="";loop:for(let st of start)
switch(st.type){case"comma":case"space":break;case"comment":prevItemComment=st.source.substring(1);break loop;default:break loop}if(prevItemComment){let prev=coll.
items[coll.items.length-1];identity3.isPair(prev)&&(prev=prev.value??prev.key),prev.comment?prev.comment+=`
`+prevItemComment:prev.comment=prevItemComment,props.comment=props.comment.substring(prevItemComment.length+1)}}if(!isMap4&&!sep3&&!props.found){let valueNode=value?
composeNode(ctx,value,props,onError):composeEmptyNode(ctx,props.end,sep3,null,props,onError);coll.items.push(valueNode),offset=valueNode.range[2],isBlock(value)&&
onError(valueNode.range,"BLOCK_IN_FLOW",blockMsg)}else{ctx.atKey=!0;let keyStart=props.end,keyNode=key?composeNode(ctx,key,props,onError):composeEmptyNode(ctx,keyStart,
start,null,props,onError);isBlock(key)&&onError(keyNode.range,"BLOCK_IN_FLOW",blockMsg),ctx.atKey=!1;let valueProps=resolveProps.resolveProps(sep3??[],{flow:fcName,
indicator:"map-value-ind",next:value,offset:keyNode.range[2],onError,parentIndent:fc.indent,startOnNewline:!1});if(valueProps.found){if(!isMap4&&!props.found&&ctx.
options.strict){if(sep3)for(let st of sep3){if(st===valueProps.found)break;if(st.type==="newline"){onError(st,"MULTILINE_IMPLICIT_KEY","Implicit keys of flow se\
quence pairs need to be on a single line");break}}props.start<valueProps.found.offset-1024&&onError(valueProps.found,"KEY_OVER_1024_CHARS","The : indicator must\
 be at most 1024 chars after the start of an implicit flow sequence key")}}else value&&("source"in value&&value.source?.[0]===":"?onError(value,"MISSING_CHAR",`\
Missing space after : in ${fcName}`):onError(valueProps.start,"MISSING_CHAR",`Missing , or : between ${fcName} items`));let valueNode=value?composeNode(ctx,value,
valueProps,onError):valueProps.found?composeEmptyNode(ctx,valueProps.end,sep3,null,valueProps,onError):null;valueNode?isBlock(value)&&onError(valueNode.range,"B\
LOCK_IN_FLOW",blockMsg):valueProps.comment&&(keyNode.comment?keyNode.comment+=`
`+valueProps.comment:keyNode.comment=valueProps.comment);let pair=new Pair.Pair(keyNode,valueNode);if(ctx.options.keepSourceTokens&&(pair.srcToken=collItem),isMap4){
let map=coll;utilMapIncludes.mapIncludes(ctx,map.items,keyNode)&&onError(keyStart,"DUPLICATE_KEY","Map keys must be unique"),map.items.push(pair)}else{let map=new YAMLMap.
YAMLMap(ctx.schema);map.flow=!0,map.items.push(pair);let endRange=(valueNode??keyNode).range;map.range=[keyNode.range[0],endRange[1],endRange[2]],coll.items.push(
map)}offset=valueNode?valueNode.range[2]:valueProps.end}}let expectedEnd=isMap4?"}":"]",[ce,...ee]=fc.end,cePos=offset;if(ce?.source===expectedEnd)cePos=ce.offset+
ce.source.length;else{let name=fcName[0].toUpperCase()+fcName.substring(1),msg=atRoot?`${name} must end with a ${expectedEnd}`:`${name} in block collection must\
 be sufficiently indented and end with a ${expectedEnd}`;onError(offset,atRoot?"MISSING_CHAR":"BAD_INDENT",msg),ce&&ce.source.length!==1&&ee.unshift(ce)}if(ee.length>
0){let end=resolveEnd.resolveEnd(ee,cePos,ctx.options.strict,onError);end.comment&&(coll.comment?coll.comment+=`
`+end.comment:coll.comment=end.comment),coll.range=[fc.offset,cePos,end.offset]}else coll.range=[fc.offset,cePos,cePos];return coll}exports2.resolveFlowCollection=
resolveFlowCollection}});var require_compose_collection=__commonJS({"node_modules/yaml/dist/compose/compose-collection.js"(exports2){"use strict";var identity3=require_identity(),Scalar=require_Scalar(),
YAMLMap=require_YAMLMap(),YAMLSeq=require_YAMLSeq(),resolveBlockMap=require_resolve_block_map(),resolveBlockSeq=require_resolve_block_seq(),resolveFlowCollection=require_resolve_flow_collection();
function resolveCollection(CN,ctx,token,onError,tagName,tag2){let coll=token.type==="block-map"?resolveBlockMap.resolveBlockMap(CN,ctx,token,onError,tag2):token.
type==="block-seq"?resolveBlockSeq.resolveBlockSeq(CN,ctx,token,onError,tag2):resolveFlowCollection.resolveFlowCollection(CN,ctx,token,onError,tag2),Coll=coll.constructor;
return tagName==="!"||tagName===Coll.tagName?(coll.tag=Coll.tagName,coll):(tagName&&(coll.tag=tagName),coll)}function composeCollection(CN,ctx,token,props,onError){
let tagToken=props.tag,tagName=tagToken?ctx.directives.tagName(tagToken.source,msg=>onError(tagToken,"TAG_RESOLVE_FAILED",msg)):null;if(token.type==="block-seq"){
let{anchor,newlineAfterProp:nl}=props,lastProp=anchor&&tagToken?anchor.offset>tagToken.offset?anchor:tagToken:anchor??tagToken;lastProp&&(!nl||nl.offset<lastProp.
offset)&&onError(lastProp,"MISSING_CHAR","Missing newline after block sequence props")}let expType=token.type==="block-map"?"map":token.type==="block-seq"?"seq":
token.start.source==="{"?"map":"seq";if(!tagToken||!tagName||tagName==="!"||tagName===YAMLMap.YAMLMap.tagName&&expType==="map"||tagName===YAMLSeq.YAMLSeq.tagName&&
expType==="seq")return resolveCollection(CN,ctx,token,onError,tagName);let tag2=ctx.schema.tags.find(t=>t.tag===tagName&&t.collection===expType);if(!tag2){let kt=ctx.
schema.knownTags[tagName];if(kt?.collection===expType)ctx.schema.tags.push(Object.assign({},kt,{default:!1})),tag2=kt;else return kt?onError(tagToken,"BAD_COLLE\
CTION_TYPE",`${kt.tag} used for ${expType} collection, but expects ${kt.collection??"scalar"}`,!0):onError(tagToken,"TAG_RESOLVE_FAILED",`Unresolved tag: ${tagName}`,
!0),resolveCollection(CN,ctx,token,onError,tagName)}let coll=resolveCollection(CN,ctx,token,onError,tagName,tag2),res=tag2.resolve?.(coll,msg=>onError(tagToken,
"TAG_RESOLVE_FAILED",msg),ctx.options)??coll,node=identity3.isNode(res)?res:new Scalar.Scalar(res);return node.range=coll.range,node.tag=tagName,tag2?.format&&(node.
format=tag2.format),node}exports2.composeCollection=composeCollection}});var require_resolve_block_scalar=__commonJS({"node_modules/yaml/dist/compose/resolve-block-scalar.js"(exports2){"use strict";var Scalar=require_Scalar();function resolveBlockScalar(ctx,scalar2,onError){
let start=scalar2.offset,header=parseBlockScalarHeader(scalar2,ctx.options.strict,onError);if(!header)return{value:"",type:null,comment:"",range:[start,start,start]};
let type=header.mode===">"?Scalar.Scalar.BLOCK_FOLDED:Scalar.Scalar.BLOCK_LITERAL,lines=scalar2.source?splitLines(scalar2.source):[],chompStart=lines.length;for(let i=lines.
length-1;i>=0;--i){let content=lines[i][1];if(content===""||content==="\r")chompStart=i;else break}if(chompStart===0){let value2=header.chomp==="+"&&lines.length>
0?`
`.repeat(Math.max(1,lines.length-1)):"",end2=start+header.length;return scalar2.source&&(end2+=scalar2.source.length),{value:value2,type,comment:header.comment,
range:[start,end2,end2]}}let trimIndent=scalar2.indent+header.indent,offset=scalar2.offset+header.length,contentStart=0;for(let i=0;i<chompStart;++i){let[indent,
content]=lines[i];if(content===""||content==="\r")header.indent===0&&indent.length>trimIndent&&(trimIndent=indent.length);else{indent.length<trimIndent&&onError(
offset+indent.length,"MISSING_CHAR","Block scalars with more-indented leading empty lines must use an explicit indentation indicator"),header.indent===0&&(trimIndent=
indent.length),contentStart=i,trimIndent===0&&!ctx.atRoot&&onError(offset,"BAD_INDENT","Block scalar values in collections must be indented");break}offset+=indent.
length+content.length+1}for(let i=lines.length-1;i>=chompStart;--i)lines[i][0].length>trimIndent&&(chompStart=i+1);let value="",sep3="",prevMoreIndented=!1;for(let i=0;i<
contentStart;++i)value+=lines[i][0].slice(trimIndent)+`
`;for(let i=contentStart;i<chompStart;++i){let[indent,content]=lines[i];offset+=indent.length+content.length+1;let crlf=content[content.length-1]==="\r";if(crlf&&
(content=content.slice(0,-1)),content&&indent.length<trimIndent){let message=`Block scalar lines must not be less indented than their ${header.indent?"explicit \
indentation indicator":"first line"}`;onError(offset-content.length-(crlf?2:1),"BAD_INDENT",message),indent=""}type===Scalar.Scalar.BLOCK_LITERAL?(value+=sep3+indent.
slice(trimIndent)+content,sep3=`
`):indent.length>trimIndent||content[0]==="	"?(sep3===" "?sep3=`
`:!prevMoreIndented&&sep3===`
`&&(sep3=`

`),value+=sep3+indent.slice(trimIndent)+content,sep3=`
`,prevMoreIndented=!0):content===""?sep3===`
`?value+=`
`:sep3=`
`:(value+=sep3+content,sep3=" ",prevMoreIndented=!1)}switch(header.chomp){case"-":break;case"+":for(let i=chompStart;i<lines.length;++i)value+=`
`+lines[i][0].slice(trimIndent);value[value.length-1]!==`
`&&(value+=`
`);break;default:value+=`
`}let end=start+header.length+scalar2.source.length;return{value,type,comment:header.comment,range:[start,end,end]}}function parseBlockScalarHeader({offset,props},strict,onError){
if(props[0].type!=="block-scalar-header")return onError(props[0],"IMPOSSIBLE","Block scalar header not found"),null;let{source:source2}=props[0],mode=source2[0],
indent=0,chomp="",error=-1;for(let i=1;i<source2.length;++i){let ch=source2[i];if(!chomp&&(ch==="-"||ch==="+"))chomp=ch;else{let n=Number(ch);!indent&&n?indent=
n:error===-1&&(error=offset+i)}}error!==-1&&onError(error,"UNEXPECTED_TOKEN",`Block scalar header includes extra characters: ${source2}`);let hasSpace=!1,comment="",
length=source2.length;for(let i=1;i<props.length;++i){let token=props[i];switch(token.type){case"space":hasSpace=!0;case"newline":length+=token.source.length;break;case"\
comment":strict&&!hasSpace&&onError(token,"MISSING_CHAR","Comments must be separated from other tokens by white space characters"),length+=token.source.length,comment=
token.source.substring(1);break;case"error":onError(token,"UNEXPECTED_TOKEN",token.message),length+=token.source.length;break;default:{let message=`Unexpected t\
oken in block scalar header: ${token.type}`;onError(token,"UNEXPECTED_TOKEN",message);let ts=token.source;ts&&typeof ts=="string"&&(length+=ts.length)}}}return{
mode,indent,chomp,comment,length}}function splitLines(source2){let split=source2.split(/\n( *)/),first=split[0],m=first.match(/^( *)/),lines=[m?.[1]?[m[1],first.
slice(m[1].length)]:["",first]];for(let i=1;i<split.length;i+=2)lines.push([split[i],split[i+1]]);return lines}exports2.resolveBlockScalar=resolveBlockScalar}});var require_resolve_flow_scalar=__commonJS({"node_modules/yaml/dist/compose/resolve-flow-scalar.js"(exports2){"use strict";var Scalar=require_Scalar(),resolveEnd=require_resolve_end();
function resolveFlowScalar(scalar2,strict,onError){let{offset,type,source:source2,end}=scalar2,_type,value,_onError=(rel,code2,msg)=>onError(offset+rel,code2,msg);
switch(type){case"scalar":_type=Scalar.Scalar.PLAIN,value=plainValue(source2,_onError);break;case"single-quoted-scalar":_type=Scalar.Scalar.QUOTE_SINGLE,value=singleQuotedValue(
source2,_onError);break;case"double-quoted-scalar":_type=Scalar.Scalar.QUOTE_DOUBLE,value=doubleQuotedValue(source2,_onError);break;default:return onError(scalar2,
"UNEXPECTED_TOKEN",`Expected a flow scalar value, but found: ${type}`),{value:"",type:null,comment:"",range:[offset,offset+source2.length,offset+source2.length]}}
let valueEnd=offset+source2.length,re=resolveEnd.resolveEnd(end,valueEnd,strict,onError);return{value,type:_type,comment:re.comment,range:[offset,valueEnd,re.offset]}}
function plainValue(source2,onError){let badChar="";switch(source2[0]){case"	":badChar="a tab character";break;case",":badChar="flow indicator character ,";break;case"\
%":badChar="directive indicator character %";break;case"|":case">":{badChar=`block scalar indicator ${source2[0]}`;break}case"@":case"`":{badChar=`reserved char\
acter ${source2[0]}`;break}}return badChar&&onError(0,"BAD_SCALAR_START",`Plain value cannot start with ${badChar}`),unfoldLines(source2)}function singleQuotedValue(source2,onError){
return(source2[source2.length-1]!=="'"||source2.length===1)&&onError(source2.length,"MISSING_CHAR","Missing closing 'quote"),unfoldLines(source2.slice(1,-1)).replace(
/''/g,"'")}function unfoldLines(source2){let line2=/(.*?)\r?\n/sy,match=line2.exec(source2);if(!match)return source2;let trimEnd,trimBoth;try{trimEnd=new RegExp(
"(?<![ 	])[ 	]+$"),trimBoth=new RegExp("^[ 	]+|(?<![ 	])[ 	]+$","g")}catch{trimEnd=/[ \t]+$/,trimBoth=/^[ \t]+|[ \t]+$/g}let res=match[1].replace(trimEnd,""),sep3="\
 ",pos=line2.lastIndex;for(;match=line2.exec(source2);){let lm=match[1].replace(trimBoth,"");lm===""?sep3===`
`?res+=sep3:sep3=`
`:(res+=sep3+lm,sep3=" "),pos=line2.lastIndex}let last=/[ \t]*(.*)/sy;return last.lastIndex=pos,match=last.exec(source2),res+sep3+(match?.[1]??"")}function doubleQuotedValue(source2,onError){
let res="";for(let i=1;i<source2.length-1;++i){let ch=source2[i];if(!(ch==="\r"&&source2[i+1]===`
`))if(ch===`
`){let{fold,offset}=foldNewline(source2,i);res+=fold,i=offset}else if(ch==="\\"){let next=source2[++i],cc=escapeCodes[next];if(cc)res+=cc;else if(next===`
`)for(next=source2[i+1];next===" "||next==="	";)next=source2[++i+1];else if(next==="\r"&&source2[i+1]===`
`)for(next=source2[++i+1];next===" "||next==="	";)next=source2[++i+1];else if(next==="x"||next==="u"||next==="U"){let length=next==="x"?2:next==="u"?4:8;res+=parseCharCode(
source2,i+1,length,onError),i+=length}else{let raw=source2.substr(i-1,2);onError(i-1,"BAD_DQ_ESCAPE",`Invalid escape sequence ${raw}`),res+=raw}}else if(ch===" "||
ch==="	"){let wsStart=i,next=source2[i+1];for(;next===" "||next==="	";)next=source2[++i+1];next!==`
`&&!(next==="\r"&&source2[i+2]===`
`)&&(res+=i>wsStart?source2.slice(wsStart,i+1):ch)}else res+=ch}return(source2[source2.length-1]!=='"'||source2.length===1)&&onError(source2.length,"MISSING_CHA\
R",'Missing closing "quote'),res}function foldNewline(source2,offset){let fold="",ch=source2[offset+1];for(;(ch===" "||ch==="	"||ch===`
`||ch==="\r")&&!(ch==="\r"&&source2[offset+2]!==`
`);)ch===`
`&&(fold+=`
`),offset+=1,ch=source2[offset+1];return fold||(fold=" "),{fold,offset}}var escapeCodes={0:"\0",a:"\x07",b:"\b",e:"\x1B",f:"\f",n:`
`,r:"\r",t:"	",v:"\v",N:"",_:" ",L:"\u2028",P:"\u2029"," ":" ",'"':'"',"/":"/","\\":"\\","	":"	"};function parseCharCode(source2,offset,length,onError){let cc=source2.
substr(offset,length),code2=cc.length===length&&/^[0-9a-fA-F]+$/.test(cc)?parseInt(cc,16):NaN;try{return String.fromCodePoint(code2)}catch{let raw=source2.substr(
offset-2,length+2);return onError(offset-2,"BAD_DQ_ESCAPE",`Invalid escape sequence ${raw}`),raw}}exports2.resolveFlowScalar=resolveFlowScalar}});var require_compose_scalar=__commonJS({"node_modules/yaml/dist/compose/compose-scalar.js"(exports2){"use strict";var identity3=require_identity(),Scalar=require_Scalar(),
resolveBlockScalar=require_resolve_block_scalar(),resolveFlowScalar=require_resolve_flow_scalar();function composeScalar(ctx,token,tagToken,onError){let{value,type,
comment,range:range3}=token.type==="block-scalar"?resolveBlockScalar.resolveBlockScalar(ctx,token,onError):resolveFlowScalar.resolveFlowScalar(token,ctx.options.
strict,onError),tagName=tagToken?ctx.directives.tagName(tagToken.source,msg=>onError(tagToken,"TAG_RESOLVE_FAILED",msg)):null,tag2;ctx.options.stringKeys&&ctx.atKey?
tag2=ctx.schema[identity3.SCALAR]:tagName?tag2=findScalarTagByName(ctx.schema,value,tagName,tagToken,onError):token.type==="scalar"?tag2=findScalarTagByTest(ctx,
value,token,onError):tag2=ctx.schema[identity3.SCALAR];let scalar2;try{let res=tag2.resolve(value,msg=>onError(tagToken??token,"TAG_RESOLVE_FAILED",msg),ctx.options);
scalar2=identity3.isScalar(res)?res:new Scalar.Scalar(res)}catch(error){let msg=error instanceof Error?error.message:String(error);onError(tagToken??token,"TAG_\
RESOLVE_FAILED",msg),scalar2=new Scalar.Scalar(value)}return scalar2.range=range3,scalar2.source=value,type&&(scalar2.type=type),tagName&&(scalar2.tag=tagName),
tag2.format&&(scalar2.format=tag2.format),comment&&(scalar2.comment=comment),scalar2}function findScalarTagByName(schema,value,tagName,tagToken,onError){if(tagName===
"!")return schema[identity3.SCALAR];let matchWithTest=[];for(let tag2 of schema.tags)if(!tag2.collection&&tag2.tag===tagName)if(tag2.default&&tag2.test)matchWithTest.
push(tag2);else return tag2;for(let tag2 of matchWithTest)if(tag2.test?.test(value))return tag2;let kt=schema.knownTags[tagName];return kt&&!kt.collection?(schema.
tags.push(Object.assign({},kt,{default:!1,test:void 0})),kt):(onError(tagToken,"TAG_RESOLVE_FAILED",`Unresolved tag: ${tagName}`,tagName!=="tag:yaml.org,2002:st\
r"),schema[identity3.SCALAR])}function findScalarTagByTest({atKey,directives,schema},value,token,onError){let tag2=schema.tags.find(tag3=>(tag3.default===!0||atKey&&
tag3.default==="key")&&tag3.test?.test(value))||schema[identity3.SCALAR];if(schema.compat){let compat=schema.compat.find(tag3=>tag3.default&&tag3.test?.test(value))??
schema[identity3.SCALAR];if(tag2.tag!==compat.tag){let ts=directives.tagString(tag2.tag),cs=directives.tagString(compat.tag),msg=`Value may be parsed as either ${ts}\
 or ${cs}`;onError(token,"TAG_RESOLVE_FAILED",msg,!0)}}return tag2}exports2.composeScalar=composeScalar}});var require_util_empty_scalar_position=__commonJS({"node_modules/yaml/dist/compose/util-empty-scalar-position.js"(exports2){"use strict";function emptyScalarPosition(offset,before,pos){
if(before){pos??(pos=before.length);for(let i=pos-1;i>=0;--i){let st=before[i];switch(st.type){case"space":case"comment":case"newline":offset-=st.source.length;
continue}for(st=before[++i];st?.type==="space";)offset+=st.source.length,st=before[++i];break}}return offset}exports2.emptyScalarPosition=emptyScalarPosition}});var require_compose_node=__commonJS({"node_modules/yaml/dist/compose/compose-node.js"(exports2){"use strict";var Alias=require_Alias(),identity3=require_identity(),
composeCollection=require_compose_collection(),composeScalar=require_compose_scalar(),resolveEnd=require_resolve_end(),utilEmptyScalarPosition=require_util_empty_scalar_position(),
CN={composeNode,composeEmptyNode};function composeNode(ctx,token,props,onError){let atKey=ctx.atKey,{spaceBefore,comment,anchor,tag:tag2}=props,node,isSrcToken=!0;
switch(token.type){case"alias":node=composeAlias(ctx,token,onError),(anchor||tag2)&&onError(token,"ALIAS_PROPS","An alias node must not specify any properties");
break;case"scalar":case"single-quoted-scalar":case"double-quoted-scalar":case"block-scalar":node=composeScalar.composeScalar(ctx,token,tag2,onError),anchor&&(node.
anchor=anchor.source.substring(1));break;case"block-map":case"block-seq":case"flow-collection":try{node=composeCollection.composeCollection(CN,ctx,token,props,onError),
anchor&&(node.anchor=anchor.source.substring(1))}catch(error){let message=error instanceof Error?error.message:String(error);onError(token,"RESOURCE_EXHAUSTION",
message)}break;default:{let message=token.type==="error"?token.message:`Unsupported token (type: ${token.type})`;onError(token,"UNEXPECTED_TOKEN",message),isSrcToken=
!1}}return node??(node=composeEmptyNode(ctx,token.offset,void 0,null,props,onError)),anchor&&node.anchor===""&&onError(anchor,"BAD_ALIAS","Anchor cannot be an e\
mpty string"),atKey&&ctx.options.stringKeys&&(!identity3.isScalar(node)||typeof node.value!="string"||node.tag&&node.tag!=="tag:yaml.org,2002:str")&&onError(tag2??
token,"NON_STRING_KEY","With stringKeys, all keys must be strings"),spaceBefore&&(node.spaceBefore=!0),comment&&(token.type==="scalar"&&token.source===""?node.comment=
comment:node.commentBefore=comment),ctx.options.keepSourceTokens&&isSrcToken&&(node.srcToken=token),node}function composeEmptyNode(ctx,offset,before,pos,{spaceBefore,
comment,anchor,tag:tag2,end},onError){let token={type:"scalar",offset:utilEmptyScalarPosition.emptyScalarPosition(offset,before,pos),indent:-1,source:""},node=composeScalar.
composeScalar(ctx,token,tag2,onError);return anchor&&(node.anchor=anchor.source.substring(1),node.anchor===""&&onError(anchor,"BAD_ALIAS","Anchor cannot be an e\
mpty string")),spaceBefore&&(node.spaceBefore=!0),comment&&(node.comment=comment,node.range[2]=end),node}function composeAlias({options},{offset,source:source2,
end},onError){let alias=new Alias.Alias(source2.substring(1));alias.source===""&&onError(offset,"BAD_ALIAS","Alias cannot be an empty string"),alias.source.endsWith(
":")&&onError(offset+source2.length-1,"BAD_ALIAS","Alias ending in : is ambiguous",!0);let valueEnd=offset+source2.length,re=resolveEnd.resolveEnd(end,valueEnd,
options.strict,onError);return alias.range=[offset,valueEnd,re.offset],re.comment&&(alias.comment=re.comment),alias}exports2.composeEmptyNode=composeEmptyNode;exports2.
composeNode=composeNode}});var require_compose_doc=__commonJS({"node_modules/yaml/dist/compose/compose-doc.js"(exports2){"use strict";var Document=require_Document(),composeNode=require_compose_node(),
resolveEnd=require_resolve_end(),resolveProps=require_resolve_props();function composeDoc(options,directives,{offset,start,value,end},onError){let opts=Object.assign(
{_directives:directives},options),doc=new Document.Document(void 0,opts),ctx={atKey:!1,atRoot:!0,directives:doc.directives,options:doc.options,schema:doc.schema},
props=resolveProps.resolveProps(start,{indicator:"doc-start",next:value??end?.[0],offset,onError,parentIndent:0,startOnNewline:!0});props.found&&(doc.directives.
docStart=!0,value&&(value.type==="block-map"||value.type==="block-seq")&&!props.hasNewline&&onError(props.end,"MISSING_CHAR","Block collection cannot start on s\
ame line with directives-end marker")),doc.contents=value?composeNode.composeNode(ctx,value,props,onError):composeNode.composeEmptyNode(ctx,props.end,start,null,
props,onError);let contentEnd=doc.contents.range[2],re=resolveEnd.resolveEnd(end,contentEnd,!1,onError);return re.comment&&(doc.comment=re.comment),doc.range=[offset,
contentEnd,re.offset],doc}exports2.composeDoc=composeDoc}});var require_composer=__commonJS({"node_modules/yaml/dist/compose/composer.js"(exports2){"use strict";var node_process=require("process"),directives=require_directives(),
Document=require_Document(),errors=require_errors(),identity3=require_identity(),composeDoc=require_compose_doc(),resolveEnd=require_resolve_end();function getErrorPos(src){
if(typeof src=="number")return[src,src+1];if(Array.isArray(src))return src.length===2?src:[src[0],src[1]];let{offset,source:source2}=src;return[offset,offset+(typeof source2==
"string"?source2.length:1)]}function parsePrelude(prelude){let comment="",atComment=!1,afterEmptyLine=!1;for(let i=0;i<prelude.length;++i){let source2=prelude[i];
switch(source2[0]){case"#":comment+=(comment===""?"":afterEmptyLine?`

`:`
`)+(source2.substring(1)||" "),atComment=!0,afterEmptyLine=!1;break;case"%":prelude[i+1]?.[0]!=="#"&&(i+=1),atComment=!1;break;default:atComment||(afterEmptyLine=
!0),atComment=!1}}return{comment,afterEmptyLine}}var Composer3=class{constructor(options={}){this.doc=null,this.atDirectives=!1,this.prelude=[],this.errors=[],this.
warnings=[],this.onError=(source2,code2,message,warning)=>{let pos=getErrorPos(source2);warning?this.warnings.push(new errors.YAMLWarning(pos,code2,message)):this.
errors.push(new errors.YAMLParseError(pos,code2,message))},this.directives=new directives.Directives({version:options.version||"1.2"}),this.options=options}decorate(doc,afterDoc){
let{comment,afterEmptyLine}=parsePrelude(this.prelude);if(comment){let dc=doc.contents;if(afterDoc)doc.comment=doc.comment?`${doc.comment}
${comment}`:comment;else if(afterEmptyLine||doc.directives.docStart||!dc)doc.commentBefore=comment;else if(identity3.isCollection(dc)&&!dc.flow&&dc.items.length>
0){let it=dc.items[0];identity3.isPair(it)&&(it=it.key);let cb=it.commentBefore;it.commentBefore=cb?`${comment}
${cb}`:comment}else{let cb=dc.commentBefore;dc.commentBefore=cb?`${comment}
${cb}`:comment}}if(afterDoc){for(let i=0;i<this.errors.length;++i)doc.errors.push(this.errors[i]);for(let i=0;i<this.warnings.length;++i)doc.warnings.push(this.
warnings[i])}else doc.errors=this.errors,doc.warnings=this.warnings;this.prelude=[],this.errors=[],this.warnings=[]}streamInfo(){return{comment:parsePrelude(this.
prelude).comment,directives:this.directives,errors:this.errors,warnings:this.warnings}}*compose(tokens,forceDoc=!1,endOffset=-1){for(let token of tokens)yield*this.
next(token);yield*this.end(forceDoc,endOffset)}*next(token){switch(node_process.env.LOG_STREAM&&console.dir(token,{depth:null}),token.type){case"directive":this.
directives.add(token.source,(offset,message,warning)=>{let pos=getErrorPos(token);pos[0]+=offset,this.onError(pos,"BAD_DIRECTIVE",message,warning)}),this.prelude.
push(token.source),this.atDirectives=!0;break;case"document":{let doc=composeDoc.composeDoc(this.options,this.directives,token,this.onError);this.atDirectives&&
!doc.directives.docStart&&this.onError(token,"MISSING_CHAR","Missing directives-end/doc-start indicator line"),this.decorate(doc,!1),this.doc&&(yield this.doc),
this.doc=doc,this.atDirectives=!1;break}case"byte-order-mark":case"space":break;case"comment":case"newline":this.prelude.push(token.source);break;case"error":{let msg=token.
source?`${token.message}: ${JSON.stringify(token.source)}`:token.message,error=new errors.YAMLParseError(getErrorPos(token),"UNEXPECTED_TOKEN",msg);this.atDirectives||
!this.doc?this.errors.push(error):this.doc.errors.push(error);break}case"doc-end":{if(!this.doc){let msg="Unexpected doc-end without preceding document";this.errors.
push(new errors.YAMLParseError(getErrorPos(token),"UNEXPECTED_TOKEN",msg));break}this.doc.directives.docEnd=!0;let end=resolveEnd.resolveEnd(token.end,token.offset+
token.source.length,this.doc.options.strict,this.onError);if(this.decorate(this.doc,!0),end.comment){let dc=this.doc.comment;this.doc.comment=dc?`${dc}
${end.comment}`:end.comment}this.doc.range[2]=end.offset;break}default:this.errors.push(new errors.YAMLParseError(getErrorPos(token),"UNEXPECTED_TOKEN",`Unsuppo\
rted token ${token.type}`))}}*end(forceDoc=!1,endOffset=-1){if(this.doc)this.decorate(this.doc,!0),yield this.doc,this.doc=null;else if(forceDoc){let opts=Object.
assign({_directives:this.directives},this.options),doc=new Document.Document(void 0,opts);this.atDirectives&&this.onError(endOffset,"MISSING_CHAR","Missing dire\
ctives-end indicator line"),doc.range=[0,endOffset,endOffset],this.decorate(doc,!1),yield doc}}};exports2.Composer=Composer3}});var require_cst_scalar=__commonJS({"node_modules/yaml/dist/parse/cst-scalar.js"(exports2){"use strict";var resolveBlockScalar=require_resolve_block_scalar(),resolveFlowScalar=require_resolve_flow_scalar(),
errors=require_errors(),stringifyString=require_stringifyString();function resolveAsScalar(token,strict=!0,onError){if(token){let _onError=(pos,code2,message)=>{
let offset=typeof pos=="number"?pos:Array.isArray(pos)?pos[0]:pos.offset;if(onError)onError(offset,code2,message);else throw new errors.YAMLParseError([offset,offset+
1],code2,message)};switch(token.type){case"scalar":case"single-quoted-scalar":case"double-quoted-scalar":return resolveFlowScalar.resolveFlowScalar(token,strict,
_onError);case"block-scalar":return resolveBlockScalar.resolveBlockScalar({options:{strict}},token,_onError)}}return null}function createScalarToken(value,context){
let{implicitKey=!1,indent,inFlow=!1,offset=-1,type="PLAIN"}=context,source2=stringifyString.stringifyString({type,value},{implicitKey,indent:indent>0?" ".repeat(
indent):"",inFlow,options:{blockQuote:!0,lineWidth:-1}}),end=context.end??[{type:"newline",offset:-1,indent,source:`
`}];switch(source2[0]){case"|":case">":{let he=source2.indexOf(`
`),head=source2.substring(0,he),body2=source2.substring(he+1)+`
`,props=[{type:"block-scalar-header",offset,indent,source:head}];return addEndtoBlockProps(props,end)||props.push({type:"newline",offset:-1,indent,source:`
`}),{type:"block-scalar",offset,indent,props,source:body2}}case'"':return{type:"double-quoted-scalar",offset,indent,source:source2,end};case"'":return{type:"sin\
gle-quoted-scalar",offset,indent,source:source2,end};default:return{type:"scalar",offset,indent,source:source2,end}}}function setScalarValue(token,value,context={}){
let{afterKey=!1,implicitKey=!1,inFlow=!1,type}=context,indent="indent"in token?token.indent:null;if(afterKey&&typeof indent=="number"&&(indent+=2),!type)switch(token.
type){case"single-quoted-scalar":type="QUOTE_SINGLE";break;case"double-quoted-scalar":type="QUOTE_DOUBLE";break;case"block-scalar":{let header=token.props[0];if(header.
type!=="block-scalar-header")throw new Error("Invalid block scalar header");type=header.source[0]===">"?"BLOCK_FOLDED":"BLOCK_LITERAL";break}default:type="PLAIN"}
let source2=stringifyString.stringifyString({type,value},{implicitKey:implicitKey||indent===null,indent:indent!==null&&indent>0?" ".repeat(indent):"",inFlow,options:{
blockQuote:!0,lineWidth:-1}});switch(source2[0]){case"|":case">":setBlockScalarValue(token,source2);break;case'"':setFlowScalarValue(token,source2,"double-quote\
d-scalar");break;case"'":setFlowScalarValue(token,source2,"single-quoted-scalar");break;default:setFlowScalarValue(token,source2,"scalar")}}function setBlockScalarValue(token,source2){
let he=source2.indexOf(`
`),head=source2.substring(0,he),body2=source2.substring(he+1)+`
`;if(token.type==="block-scalar"){let header=token.props[0];if(header.type!=="block-scalar-header")throw new Error("Invalid block scalar header");header.source=
head,token.source=body2}else{let{offset}=token,indent="indent"in token?token.indent:-1,props=[{type:"block-scalar-header",offset,indent,source:head}];addEndtoBlockProps(
props,"end"in token?token.end:void 0)||props.push({type:"newline",offset:-1,indent,source:`
`});for(let key of Object.keys(token))key!=="type"&&key!=="offset"&&delete token[key];Object.assign(token,{type:"block-scalar",indent,props,source:body2})}}function addEndtoBlockProps(props,end){
if(end)for(let st of end)switch(st.type){case"space":case"comment":props.push(st);break;case"newline":return props.push(st),!0}return!1}function setFlowScalarValue(token,source2,type){
switch(token.type){case"scalar":case"double-quoted-scalar":case"single-quoted-scalar":token.type=type,token.source=source2;break;case"block-scalar":{let end=token.
props.slice(1),oa=source2.length;token.props[0].type==="block-scalar-header"&&(oa-=token.props[0].source.length);for(let tok of end)tok.offset+=oa;delete token.
props,Object.assign(token,{type,source:source2,end});break}case"block-map":case"block-seq":{let nl={type:"newline",offset:token.offset+source2.length,indent:token.
indent,source:`
`};delete token.items,Object.assign(token,{type,source:source2,end:[nl]});break}default:{let indent="indent"in token?token.indent:-1,end="end"in token&&Array.isArray(
token.end)?token.end.filter(st=>st.type==="space"||st.type==="comment"||st.type==="newline"):[];for(let key of Object.keys(token))key!=="type"&&key!=="offset"&&
delete token[key];Object.assign(token,{type,indent,source:source2,end})}}}exports2.createScalarToken=createScalarToken;exports2.resolveAsScalar=resolveAsScalar;
exports2.setScalarValue=setScalarValue}});var require_cst_stringify=__commonJS({"node_modules/yaml/dist/parse/cst-stringify.js"(exports2){"use strict";var stringify=cst=>"type"in cst?stringifyToken(cst):
stringifyItem(cst);function stringifyToken(token){switch(token.type){case"block-scalar":{let res="";for(let tok of token.props)res+=stringifyToken(tok);return res+
token.source}case"block-map":case"block-seq":{let res="";for(let item of token.items)res+=stringifyItem(item);return res}case"flow-collection":{let res=token.start.
source;for(let item of token.items)res+=stringifyItem(item);for(let st of token.end)res+=st.source;return res}case"document":{let res=stringifyItem(token);if(token.
end)for(let st of token.end)res+=st.source;return res}default:{let res=token.source;if("end"in token&&token.end)for(let st of token.end)res+=st.source;return res}}}
function stringifyItem({start,key,sep:sep3,value}){let res="";for(let st of start)res+=st.source;if(key&&(res+=stringifyToken(key)),sep3)for(let st of sep3)res+=
st.source;return value&&(res+=stringifyToken(value)),res}exports2.stringify=stringify}});var require_cst_visit=__commonJS({"node_modules/yaml/dist/parse/cst-visit.js"(exports2){"use strict";var BREAK=Symbol("break visit"),SKIP=Symbol("skip children"),
REMOVE=Symbol("remove item");function visit2(cst,visitor){"type"in cst&&cst.type==="document"&&(cst={start:cst.start,value:cst.value}),_visit(Object.freeze([]),
cst,visitor)}visit2.BREAK=BREAK;visit2.SKIP=SKIP;visit2.REMOVE=REMOVE;visit2.itemAtPath=(cst,path12)=>{let item=cst;for(let[field2,index]of path12){let tok=item?.[field2];
if(tok&&"items"in tok)item=tok.items[index];else return}return item};visit2.parentCollection=(cst,path12)=>{let parent=visit2.itemAtPath(cst,path12.slice(0,-1)),
field2=path12[path12.length-1][0],coll=parent?.[field2];if(coll&&"items"in coll)return coll;throw new Error("Parent collection not found")};function _visit(path12,item,visitor){
let ctrl=visitor(item,path12);if(typeof ctrl=="symbol")return ctrl;for(let field2 of["key","value"]){let token=item[field2];if(token&&"items"in token){for(let i=0;i<
token.items.length;++i){let ci=_visit(Object.freeze(path12.concat([[field2,i]])),token.items[i],visitor);if(typeof ci=="number")i=ci-1;else{if(ci===BREAK)return BREAK;
ci===REMOVE&&(token.items.splice(i,1),i-=1)}}typeof ctrl=="function"&&field2==="key"&&(ctrl=ctrl(item,path12))}}return typeof ctrl=="function"?ctrl(item,path12):
ctrl}exports2.visit=visit2}});var require_cst=__commonJS({"node_modules/yaml/dist/parse/cst.js"(exports2){"use strict";var cstScalar=require_cst_scalar(),cstStringify=require_cst_stringify(),
cstVisit=require_cst_visit(),BOM="\uFEFF",DOCUMENT="",FLOW_END="",SCALAR="",isCollection2=token=>!!token&&"items"in token,isScalar4=token=>!!token&&(token.type===
"scalar"||token.type==="single-quoted-scalar"||token.type==="double-quoted-scalar"||token.type==="block-scalar");function prettyToken(token){switch(token){case BOM:
return"<BOM>";case DOCUMENT:return"<DOC>";case FLOW_END:return"<FLOW_END>";case SCALAR:return"<SCALAR>";default:return JSON.stringify(token)}}function tokenType(source2){
switch(source2){case BOM:return"byte-order-mark";case DOCUMENT:return"doc-mode";case FLOW_END:return"flow-error-end";case SCALAR:return"scalar";case"---":return"\
doc-start";case"...":return"doc-end";case"":case`
`:case`\r
`:return"newline";case"-":return"seq-item-ind";case"?":return"explicit-key-ind";case":":return"map-value-ind";case"{":return"flow-map-start";case"}":return"flow\
-map-end";case"[":return"flow-seq-start";case"]":return"flow-seq-end";case",":return"comma"}switch(source2[0]){case" ":case"	":return"space";case"#":return"comm\
ent";case"%":return"directive-line";case"*":return"alias";case"&":return"anchor";case"!":return"tag";case"'":return"single-quoted-scalar";case'"':return"double-\
quoted-scalar";case"|":case">":return"block-scalar-header"}return null}exports2.createScalarToken=cstScalar.createScalarToken;exports2.resolveAsScalar=cstScalar.
resolveAsScalar;exports2.setScalarValue=cstScalar.setScalarValue;exports2.stringify=cstStringify.stringify;exports2.visit=cstVisit.visit;exports2.BOM=BOM;exports2.
DOCUMENT=DOCUMENT;exports2.FLOW_END=FLOW_END;exports2.SCALAR=SCALAR;exports2.isCollection=isCollection2;exports2.isScalar=isScalar4;exports2.prettyToken=prettyToken;
exports2.tokenType=tokenType}});var require_lexer=__commonJS({"node_modules/yaml/dist/parse/lexer.js"(exports2){"use strict";var cst=require_cst();function isEmpty2(ch){switch(ch){case void 0:case"\
 ":case`
`:case"\r":case"	":return!0;default:return!1}}var hexDigits=new Set("0123456789ABCDEFabcdef"),tagChars=new Set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijkl\
mnopqrstuvwxyz-#;/?:@&=+$_.!~*'()"),flowIndicatorChars=new Set(",[]{}"),invalidAnchorChars=new Set(` ,[]{}
\r	`),isNotAnchorChar=ch=>!ch||invalidAnchorChars.has(ch),Lexer3=class{constructor(){this.atEnd=!1,this.blockScalarIndent=-1,this.blockScalarKeep=!1,this.buffer=
"",this.flowKey=!1,this.flowLevel=0,this.indentNext=0,this.indentValue=0,this.lineEndPos=null,this.next=null,this.pos=0}*lex(source2,incomplete=!1){if(source2){
if(typeof source2!="string")throw TypeError("source is not a string");this.buffer=this.buffer?this.buffer+source2:source2,this.lineEndPos=null}this.atEnd=!incomplete;
let next=this.next??"stream";for(;next&&(incomplete||this.hasChars(1));)next=yield*this.parseNext(next)}atLineEnd(){let i=this.pos,ch=this.buffer[i];for(;ch==="\
 "||ch==="	";)ch=this.buffer[++i];return!ch||ch==="#"||ch===`
`?!0:ch==="\r"?this.buffer[i+1]===`
`:!1}charAt(n){return this.buffer[this.pos+n]}continueScalar(offset){let ch=this.buffer[offset];if(this.indentNext>0){let indent=0;for(;ch===" ";)ch=this.buffer[++indent+
offset];if(ch==="\r"){let next=this.buffer[indent+offset+1];if(next===`
`||!next&&!this.atEnd)return offset+indent+1}return ch===`
`||indent>=this.indentNext||!ch&&!this.atEnd?offset+indent:-1}if(ch==="-"||ch==="."){let dt=this.buffer.substr(offset,3);if((dt==="---"||dt==="...")&&isEmpty2(this.
buffer[offset+3]))return-1}return offset}getLine(){let end=this.lineEndPos;return(typeof end!="number"||end!==-1&&end<this.pos)&&(end=this.buffer.indexOf(`
`,this.pos),this.lineEndPos=end),end===-1?this.atEnd?this.buffer.substring(this.pos):null:(this.buffer[end-1]==="\r"&&(end-=1),this.buffer.substring(this.pos,end))}hasChars(n){
return this.pos+n<=this.buffer.length}setNext(state){return this.buffer=this.buffer.substring(this.pos),this.pos=0,this.lineEndPos=null,this.next=state,null}peek(n){
return this.buffer.substr(this.pos,n)}*parseNext(next){switch(next){case"stream":return yield*this.parseStream();case"line-start":return yield*this.parseLineStart();case"\
block-start":return yield*this.parseBlockStart();case"doc":return yield*this.parseDocument();case"flow":return yield*this.parseFlowCollection();case"quoted-scal\
ar":return yield*this.parseQuotedScalar();case"block-scalar":return yield*this.parseBlockScalar();case"plain-scalar":return yield*this.parsePlainScalar()}}*parseStream(){
let line2=this.getLine();if(line2===null)return this.setNext("stream");if(line2[0]===cst.BOM&&(yield*this.pushCount(1),line2=line2.substring(1)),line2[0]==="%"){
let dirEnd=line2.length,cs=line2.indexOf("#");for(;cs!==-1;){let ch=line2[cs-1];if(ch===" "||ch==="	"){dirEnd=cs-1;break}else cs=line2.indexOf("#",cs+1)}for(;;){
let ch=line2[dirEnd-1];if(ch===" "||ch==="	")dirEnd-=1;else break}let n=(yield*this.pushCount(dirEnd))+(yield*this.pushSpaces(!0));return yield*this.pushCount(line2.
length-n),this.pushNewline(),"stream"}if(this.atLineEnd()){let sp=yield*this.pushSpaces(!0);return yield*this.pushCount(line2.length-sp),yield*this.pushNewline(),
"stream"}return yield cst.DOCUMENT,yield*this.parseLineStart()}*parseLineStart(){let ch=this.charAt(0);if(!ch&&!this.atEnd)return this.setNext("line-start");if(ch===
"-"||ch==="."){if(!this.atEnd&&!this.hasChars(4))return this.setNext("line-start");let s=this.peek(3);if((s==="---"||s==="...")&&isEmpty2(this.charAt(3)))return yield*this.
pushCount(3),this.indentValue=0,this.indentNext=0,s==="---"?"doc":"stream"}return this.indentValue=yield*this.pushSpaces(!1),this.indentNext>this.indentValue&&!isEmpty2(
this.charAt(1))&&(this.indentNext=this.indentValue),yield*this.parseBlockStart()}*parseBlockStart(){let[ch0,ch1]=this.peek(2);if(!ch1&&!this.atEnd)return this.setNext(
"block-start");if((ch0==="-"||ch0==="?"||ch0===":")&&isEmpty2(ch1)){let n=(yield*this.pushCount(1))+(yield*this.pushSpaces(!0));return this.indentNext=this.indentValue+
1,this.indentValue+=n,"block-start"}return"doc"}*parseDocument(){yield*this.pushSpaces(!0);let line2=this.getLine();if(line2===null)return this.setNext("doc");let n=yield*this.
pushIndicators();switch(line2[n]){case"#":yield*this.pushCount(line2.length-n);case void 0:return yield*this.pushNewline(),yield*this.parseLineStart();case"{":case"\
[":return yield*this.pushCount(1),this.flowKey=!1,this.flowLevel=1,"flow";case"}":case"]":return yield*this.pushCount(1),"doc";case"*":return yield*this.pushUntil(
isNotAnchorChar),"doc";case'"':case"'":return yield*this.parseQuotedScalar();case"|":case">":return n+=yield*this.parseBlockScalarHeader(),n+=yield*this.pushSpaces(
!0),yield*this.pushCount(line2.length-n),yield*this.pushNewline(),yield*this.parseBlockScalar();default:return yield*this.parsePlainScalar()}}*parseFlowCollection(){
let nl,sp,indent=-1;do nl=yield*this.pushNewline(),nl>0?(sp=yield*this.pushSpaces(!1),this.indentValue=indent=sp):sp=0,sp+=yield*this.pushSpaces(!0);while(nl+sp>
0);let line2=this.getLine();if(line2===null)return this.setNext("flow");if((indent!==-1&&indent<this.indentNext&&line2[0]!=="#"||indent===0&&(line2.startsWith("\
---")||line2.startsWith("..."))&&isEmpty2(line2[3]))&&!(indent===this.indentNext-1&&this.flowLevel===1&&(line2[0]==="]"||line2[0]==="}")))return this.flowLevel=
0,yield cst.FLOW_END,yield*this.parseLineStart();let n=0;for(;line2[n]===",";)n+=yield*this.pushCount(1),n+=yield*this.pushSpaces(!0),this.flowKey=!1;switch(n+=
yield*this.pushIndicators(),line2[n]){case void 0:return"flow";case"#":return yield*this.pushCount(line2.length-n),"flow";case"{":case"[":return yield*this.pushCount(
1),this.flowKey=!1,this.flowLevel+=1,"flow";case"}":case"]":return yield*this.pushCount(1),this.flowKey=!0,this.flowLevel-=1,this.flowLevel?"flow":"doc";case"*":
return yield*this.pushUntil(isNotAnchorChar),"flow";case'"':case"'":return this.flowKey=!0,yield*this.parseQuotedScalar();case":":{let next=this.charAt(1);if(this.
flowKey||isEmpty2(next)||next===",")return this.flowKey=!1,yield*this.pushCount(1),yield*this.pushSpaces(!0),"flow"}default:return this.flowKey=!1,yield*this.parsePlainScalar()}}*parseQuotedScalar(){
let quote2=this.charAt(0),end=this.buffer.indexOf(quote2,this.pos+1);if(quote2==="'")for(;end!==-1&&this.buffer[end+1]==="'";)end=this.buffer.indexOf("'",end+2);else
for(;end!==-1;){let n=0;for(;this.buffer[end-1-n]==="\\";)n+=1;if(n%2===0)break;end=this.buffer.indexOf('"',end+1)}let qb=this.buffer.substring(0,end),nl=qb.indexOf(
`
`,this.pos);if(nl!==-1){for(;nl!==-1;){let cs=this.continueScalar(nl+1);if(cs===-1)break;nl=qb.indexOf(`
`,cs)}nl!==-1&&(end=nl-(qb[nl-1]==="\r"?2:1))}if(end===-1){if(!this.atEnd)return this.setNext("quoted-scalar");end=this.buffer.length}return yield*this.pushToIndex(
end+1,!1),this.flowLevel?"flow":"doc"}*parseBlockScalarHeader(){this.blockScalarIndent=-1,this.blockScalarKeep=!1;let i=this.pos;for(;;){let ch=this.buffer[++i];
if(ch==="+")this.blockScalarKeep=!0;else if(ch>"0"&&ch<="9")this.blockScalarIndent=Number(ch)-1;else if(ch!=="-")break}return yield*this.pushUntil(ch=>isEmpty2(
ch)||ch==="#")}*parseBlockScalar(){let nl=this.pos-1,indent=0,ch;loop:for(let i2=this.pos;ch=this.buffer[i2];++i2)switch(ch){case" ":indent+=1;break;case`
`:nl=i2,indent=0;break;case"\r":{let next=this.buffer[i2+1];if(!next&&!this.atEnd)return this.setNext("block-scalar");if(next===`
`)break}default:break loop}if(!ch&&!this.atEnd)return this.setNext("block-scalar");if(indent>=this.indentNext){this.blockScalarIndent===-1?this.indentNext=indent:
this.indentNext=this.blockScalarIndent+(this.indentNext===0?1:this.indentNext);do{let cs=this.continueScalar(nl+1);if(cs===-1)break;nl=this.buffer.indexOf(`
`,cs)}while(nl!==-1);if(nl===-1){if(!this.atEnd)return this.setNext("block-scalar");nl=this.buffer.length}}let i=nl+1;for(ch=this.buffer[i];ch===" ";)ch=this.buffer[++i];
if(ch==="	"){for(;ch==="	"||ch===" "||ch==="\r"||ch===`
`;)ch=this.buffer[++i];nl=i-1}else if(!this.blockScalarKeep)do{let i2=nl-1,ch2=this.buffer[i2];ch2==="\r"&&(ch2=this.buffer[--i2]);let lastChar=i2;for(;ch2===" ";)
ch2=this.buffer[--i2];if(ch2===`
`&&i2>=this.pos&&i2+1+indent>lastChar)nl=i2;else break}while(!0);return yield cst.SCALAR,yield*this.pushToIndex(nl+1,!0),yield*this.parseLineStart()}*parsePlainScalar(){
let inFlow=this.flowLevel>0,end=this.pos-1,i=this.pos-1,ch;for(;ch=this.buffer[++i];)if(ch===":"){let next=this.buffer[i+1];if(isEmpty2(next)||inFlow&&flowIndicatorChars.
has(next))break;end=i}else if(isEmpty2(ch)){let next=this.buffer[i+1];if(ch==="\r"&&(next===`
`?(i+=1,ch=`
`,next=this.buffer[i+1]):end=i),next==="#"||inFlow&&flowIndicatorChars.has(next))break;if(ch===`
`){let cs=this.continueScalar(i+1);if(cs===-1)break;i=Math.max(i,cs-2)}}else{if(inFlow&&flowIndicatorChars.has(ch))break;end=i}return!ch&&!this.atEnd?this.setNext(
"plain-scalar"):(yield cst.SCALAR,yield*this.pushToIndex(end+1,!0),inFlow?"flow":"doc")}*pushCount(n){return n>0?(yield this.buffer.substr(this.pos,n),this.pos+=
n,n):0}*pushToIndex(i,allowEmpty){let s=this.buffer.slice(this.pos,i);return s?(yield s,this.pos+=s.length,s.length):(allowEmpty&&(yield""),0)}*pushIndicators(){
let n=0;loop:for(;;){switch(this.charAt(0)){case"!":n+=yield*this.pushTag(),n+=yield*this.pushSpaces(!0);continue loop;case"&":n+=yield*this.pushUntil(isNotAnchorChar),
n+=yield*this.pushSpaces(!0);continue loop;case"-":case"?":case":":{let inFlow=this.flowLevel>0,ch1=this.charAt(1);if(isEmpty2(ch1)||inFlow&&flowIndicatorChars.
has(ch1)){inFlow?this.flowKey&&(this.flowKey=!1):this.indentNext=this.indentValue+1,n+=yield*this.pushCount(1),n+=yield*this.pushSpaces(!0);continue loop}}}break loop}
return n}*pushTag(){if(this.charAt(1)==="<"){let i=this.pos+2,ch=this.buffer[i];for(;!isEmpty2(ch)&&ch!==">";)ch=this.buffer[++i];return yield*this.pushToIndex(
ch===">"?i+1:i,!1)}else{let i=this.pos+1,ch=this.buffer[i];for(;ch;)if(tagChars.has(ch))ch=this.buffer[++i];else if(ch==="%"&&hexDigits.has(this.buffer[i+1])&&hexDigits.
has(this.buffer[i+2]))ch=this.buffer[i+=3];else break;return yield*this.pushToIndex(i,!1)}}*pushNewline(){let ch=this.buffer[this.pos];return ch===`
`?yield*this.pushCount(1):ch==="\r"&&this.charAt(1)===`
`?yield*this.pushCount(2):0}*pushSpaces(allowTabs){let i=this.pos-1,ch;do ch=this.buffer[++i];while(ch===" "||allowTabs&&ch==="	");let n=i-this.pos;return n>0&&
(yield this.buffer.substr(this.pos,n),this.pos=i),n}*pushUntil(test){let i=this.pos,ch=this.buffer[i];for(;!test(ch);)ch=this.buffer[++i];return yield*this.pushToIndex(
i,!1)}};exports2.Lexer=Lexer3}});var require_line_counter=__commonJS({"node_modules/yaml/dist/parse/line-counter.js"(exports2){"use strict";var LineCounter3=class{constructor(){this.lineStarts=
[],this.addNewLine=offset=>this.lineStarts.push(offset),this.linePos=offset=>{let low=0,high=this.lineStarts.length;for(;low<high;){let mid=low+high>>1;this.lineStarts[mid]<
offset?low=mid+1:high=mid}if(this.lineStarts[low]===offset)return{line:low+1,col:1};if(low===0)return{line:0,col:offset};let start=this.lineStarts[low-1];return{
line:low,col:offset-start+1}}}};exports2.LineCounter=LineCounter3}});var require_parser=__commonJS({"node_modules/yaml/dist/parse/parser.js"(exports2){"use strict";var node_process=require("process"),cst=require_cst(),lexer=require_lexer();
function includesToken(list2,type){for(let i=0;i<list2.length;++i)if(list2[i].type===type)return!0;return!1}function findNonEmptyIndex(list2){for(let i=0;i<list2.
length;++i)switch(list2[i].type){case"space":case"comment":case"newline":break;default:return i}return-1}function isFlowToken(token){switch(token?.type){case"al\
ias":case"scalar":case"single-quoted-scalar":case"double-quoted-scalar":case"flow-collection":return!0;default:return!1}}function getPrevProps(parent){switch(parent.
type){case"document":return parent.start;case"block-map":{let it=parent.items[parent.items.length-1];return it.sep??it.start}case"block-seq":return parent.items[parent.
items.length-1].start;default:return[]}}function getFirstKeyStartProps(prev){if(prev.length===0)return[];let i=prev.length;loop:for(;--i>=0;)switch(prev[i].type){case"\
doc-start":case"explicit-key-ind":case"map-value-ind":case"seq-item-ind":case"newline":break loop}for(;prev[++i]?.type==="space";);return prev.splice(i,prev.length)}
function arrayPushArray(target,source2){if(source2.length<1e5)Array.prototype.push.apply(target,source2);else for(let i=0;i<source2.length;++i)target.push(source2[i])}
function fixFlowSeqItems(fc){if(fc.start.type==="flow-seq-start")for(let it of fc.items)it.sep&&!it.value&&!includesToken(it.start,"explicit-key-ind")&&!includesToken(
it.sep,"map-value-ind")&&(it.key&&(it.value=it.key),delete it.key,isFlowToken(it.value)?it.value.end?arrayPushArray(it.value.end,it.sep):it.value.end=it.sep:arrayPushArray(
it.start,it.sep),delete it.sep)}var Parser3=class{constructor(onNewLine){this.atNewLine=!0,this.atScalar=!1,this.indent=0,this.offset=0,this.onKeyLine=!1,this.stack=
[],this.source="",this.type="",this.lexer=new lexer.Lexer,this.onNewLine=onNewLine}*parse(source2,incomplete=!1){this.onNewLine&&this.offset===0&&this.onNewLine(
0);for(let lexeme of this.lexer.lex(source2,incomplete))yield*this.next(lexeme);incomplete||(yield*this.end())}*next(source2){if(this.source=source2,node_process.
env.LOG_TOKENS&&console.log("|",cst.prettyToken(source2)),this.atScalar){this.atScalar=!1,yield*this.step(),this.offset+=source2.length;return}let type=cst.tokenType(
source2);if(type)if(type==="scalar")this.atNewLine=!1,this.atScalar=!0,this.type="scalar";else{switch(this.type=type,yield*this.step(),type){case"newline":this.
atNewLine=!0,this.indent=0,this.onNewLine&&this.onNewLine(this.offset+source2.length);break;case"space":this.atNewLine&&source2[0]===" "&&(this.indent+=source2.
length);break;case"explicit-key-ind":case"map-value-ind":case"seq-item-ind":this.atNewLine&&(this.indent+=source2.length);break;case"doc-mode":case"flow-error-e\
nd":return;default:this.atNewLine=!1}this.offset+=source2.length}else{let message=`Not a YAML token: ${source2}`;yield*this.pop({type:"error",offset:this.offset,
message,source:source2}),this.offset+=source2.length}}*end(){for(;this.stack.length>0;)yield*this.pop()}get sourceToken(){return{type:this.type,offset:this.offset,
indent:this.indent,source:this.source}}*step(){let top=this.peek(1);if(this.type==="doc-end"&&top?.type!=="doc-end"){for(;this.stack.length>0;)yield*this.pop();
this.stack.push({type:"doc-end",offset:this.offset,source:this.source});return}if(!top)return yield*this.stream();switch(top.type){case"document":return yield*this.
document(top);case"alias":case"scalar":case"single-quoted-scalar":case"double-quoted-scalar":return yield*this.scalar(top);case"block-scalar":return yield*this.
blockScalar(top);case"block-map":return yield*this.blockMap(top);case"block-seq":return yield*this.blockSequence(top);case"flow-collection":return yield*this.flowCollection(
top);case"doc-end":return yield*this.documentEnd(top)}yield*this.pop()}peek(n){return this.stack[this.stack.length-n]}*pop(error){let token=error??this.stack.pop();
if(!token)yield{type:"error",offset:this.offset,source:"",message:"Tried to pop an empty stack"};else if(this.stack.length===0)yield token;else{let top=this.peek(
1);switch(token.type==="block-scalar"?token.indent="indent"in top?top.indent:0:token.type==="flow-collection"&&top.type==="document"&&(token.indent=0),token.type===
"flow-collection"&&fixFlowSeqItems(token),top.type){case"document":top.value=token;break;case"block-scalar":top.props.push(token);break;case"block-map":{let it=top.
items[top.items.length-1];if(it.value){top.items.push({start:[],key:token,sep:[]}),this.onKeyLine=!0;return}else if(it.sep)it.value=token;else{Object.assign(it,
{key:token,sep:[]}),this.onKeyLine=!it.explicitKey;return}break}case"block-seq":{let it=top.items[top.items.length-1];it.value?top.items.push({start:[],value:token}):
it.value=token;break}case"flow-collection":{let it=top.items[top.items.length-1];!it||it.value?top.items.push({start:[],key:token,sep:[]}):it.sep?it.value=token:
Object.assign(it,{key:token,sep:[]});return}default:yield*this.pop(),yield*this.pop(token)}if((top.type==="document"||top.type==="block-map"||top.type==="block-\
seq")&&(token.type==="block-map"||token.type==="block-seq")){let last=token.items[token.items.length-1];last&&!last.sep&&!last.value&&last.start.length>0&&findNonEmptyIndex(
last.start)===-1&&(token.indent===0||last.start.every(st=>st.type!=="comment"||st.indent<token.indent))&&(top.type==="document"?top.end=last.start:top.items.push(
{start:last.start}),token.items.splice(-1,1))}}}*stream(){switch(this.type){case"directive-line":yield{type:"directive",offset:this.offset,source:this.source};return;case"\
byte-order-mark":case"space":case"comment":case"newline":yield this.sourceToken;return;case"doc-mode":case"doc-start":{let doc={type:"document",offset:this.offset,
start:[]};this.type==="doc-start"&&doc.start.push(this.sourceToken),this.stack.push(doc);return}}yield{type:"error",offset:this.offset,message:`Unexpected ${this.
type} token in YAML stream`,source:this.source}}*document(doc){if(doc.value)return yield*this.lineEnd(doc);switch(this.type){case"doc-start":{findNonEmptyIndex(
doc.start)!==-1?(yield*this.pop(),yield*this.step()):doc.start.push(this.sourceToken);return}case"anchor":case"tag":case"space":case"comment":case"newline":doc.
start.push(this.sourceToken);return}let bv=this.startBlockValue(doc);bv?this.stack.push(bv):yield{type:"error",offset:this.offset,message:`Unexpected ${this.type}\
 token in YAML document`,source:this.source}}*scalar(scalar2){if(this.type==="map-value-ind"){let prev=getPrevProps(this.peek(2)),start=getFirstKeyStartProps(prev),
sep3;scalar2.end?(sep3=scalar2.end,sep3.push(this.sourceToken),delete scalar2.end):sep3=[this.sourceToken];let map={type:"block-map",offset:scalar2.offset,indent:scalar2.
indent,items:[{start,key:scalar2,sep:sep3}]};this.onKeyLine=!0,this.stack[this.stack.length-1]=map}else yield*this.lineEnd(scalar2)}*blockScalar(scalar2){switch(this.
type){case"space":case"comment":case"newline":scalar2.props.push(this.sourceToken);return;case"scalar":if(scalar2.source=this.source,this.atNewLine=!0,this.indent=
0,this.onNewLine){let nl=this.source.indexOf(`
`)+1;for(;nl!==0;)this.onNewLine(this.offset+nl),nl=this.source.indexOf(`
`,nl)+1}yield*this.pop();break;default:yield*this.pop(),yield*this.step()}}*blockMap(map){let it=map.items[map.items.length-1];switch(this.type){case"newline":if(this.
onKeyLine=!1,it.value){let end="end"in it.value?it.value.end:void 0;(Array.isArray(end)?end[end.length-1]:void 0)?.type==="comment"?end?.push(this.sourceToken):
map.items.push({start:[this.sourceToken]})}else it.sep?it.sep.push(this.sourceToken):it.start.push(this.sourceToken);return;case"space":case"comment":if(it.value)
map.items.push({start:[this.sourceToken]});else if(it.sep)it.sep.push(this.sourceToken);else{if(this.atIndentedComment(it.start,map.indent)){let end=map.items[map.
items.length-2]?.value?.end;if(Array.isArray(end)){arrayPushArray(end,it.start),end.push(this.sourceToken),map.items.pop();return}}it.start.push(this.sourceToken)}
return}if(this.indent>=map.indent){let atMapIndent=!this.onKeyLine&&this.indent===map.indent,atNextItem=atMapIndent&&(it.sep||it.explicitKey)&&this.type!=="seq-\
item-ind",start=[];if(atNextItem&&it.sep&&!it.value){let nl=[];for(let i=0;i<it.sep.length;++i){let st=it.sep[i];switch(st.type){case"newline":nl.push(i);break;case"\
space":break;case"comment":st.indent>map.indent&&(nl.length=0);break;default:nl.length=0}}nl.length>=2&&(start=it.sep.splice(nl[1]))}switch(this.type){case"anch\
or":case"tag":atNextItem||it.value?(start.push(this.sourceToken),map.items.push({start}),this.onKeyLine=!0):it.sep?it.sep.push(this.sourceToken):it.start.push(this.
sourceToken);return;case"explicit-key-ind":!it.sep&&!it.explicitKey?(it.start.push(this.sourceToken),it.explicitKey=!0):atNextItem||it.value?(start.push(this.sourceToken),
map.items.push({start,explicitKey:!0})):this.stack.push({type:"block-map",offset:this.offset,indent:this.indent,items:[{start:[this.sourceToken],explicitKey:!0}]}),
this.onKeyLine=!0;return;case"map-value-ind":if(it.explicitKey)if(it.sep)if(it.value)map.items.push({start:[],key:null,sep:[this.sourceToken]});else if(includesToken(
it.sep,"map-value-ind"))this.stack.push({type:"block-map",offset:this.offset,indent:this.indent,items:[{start,key:null,sep:[this.sourceToken]}]});else if(isFlowToken(
it.key)&&!includesToken(it.sep,"newline")){let start2=getFirstKeyStartProps(it.start),key=it.key,sep3=it.sep;sep3.push(this.sourceToken),delete it.key,delete it.
sep,this.stack.push({type:"block-map",offset:this.offset,indent:this.indent,items:[{start:start2,key,sep:sep3}]})}else start.length>0?it.sep=it.sep.concat(start,
this.sourceToken):it.sep.push(this.sourceToken);else if(includesToken(it.start,"newline"))Object.assign(it,{key:null,sep:[this.sourceToken]});else{let start2=getFirstKeyStartProps(
it.start);this.stack.push({type:"block-map",offset:this.offset,indent:this.indent,items:[{start:start2,key:null,sep:[this.sourceToken]}]})}else it.sep?it.value||
atNextItem?map.items.push({start,key:null,sep:[this.sourceToken]}):includesToken(it.sep,"map-value-ind")?this.stack.push({type:"block-map",offset:this.offset,indent:this.
indent,items:[{start:[],key:null,sep:[this.sourceToken]}]}):it.sep.push(this.sourceToken):Object.assign(it,{key:null,sep:[this.sourceToken]});this.onKeyLine=!0;
return;case"alias":case"scalar":case"single-quoted-scalar":case"double-quoted-scalar":{let fs2=this.flowScalar(this.type);atNextItem||it.value?(map.items.push({
start,key:fs2,sep:[]}),this.onKeyLine=!0):it.sep?this.stack.push(fs2):(Object.assign(it,{key:fs2,sep:[]}),this.onKeyLine=!0);return}default:{let bv=this.startBlockValue(
map);if(bv){if(bv.type==="block-seq"){if(!it.explicitKey&&it.sep&&!includesToken(it.sep,"newline")){yield*this.pop({type:"error",offset:this.offset,message:"Une\
xpected block-seq-ind on same line with key",source:this.source});return}}else atMapIndent&&map.items.push({start});this.stack.push(bv);return}}}}yield*this.pop(),
yield*this.step()}*blockSequence(seq){let it=seq.items[seq.items.length-1];switch(this.type){case"newline":if(it.value){let end="end"in it.value?it.value.end:void 0;
(Array.isArray(end)?end[end.length-1]:void 0)?.type==="comment"?end?.push(this.sourceToken):seq.items.push({start:[this.sourceToken]})}else it.start.push(this.sourceToken);
return;case"space":case"comment":if(it.value)seq.items.push({start:[this.sourceToken]});else{if(this.atIndentedComment(it.start,seq.indent)){let end=seq.items[seq.
items.length-2]?.value?.end;if(Array.isArray(end)){arrayPushArray(end,it.start),end.push(this.sourceToken),seq.items.pop();return}}it.start.push(this.sourceToken)}
return;case"anchor":case"tag":if(it.value||this.indent<=seq.indent)break;it.start.push(this.sourceToken);return;case"seq-item-ind":if(this.indent!==seq.indent)break;
it.value||includesToken(it.start,"seq-item-ind")?seq.items.push({start:[this.sourceToken]}):it.start.push(this.sourceToken);return}if(this.indent>seq.indent){let bv=this.
startBlockValue(seq);if(bv){this.stack.push(bv);return}}yield*this.pop(),yield*this.step()}*flowCollection(fc){let it=fc.items[fc.items.length-1];if(this.type===
"flow-error-end"){let top;do yield*this.pop(),top=this.peek(1);while(top?.type==="flow-collection")}else if(fc.end.length===0){switch(this.type){case"comma":case"\
explicit-key-ind":!it||it.sep?fc.items.push({start:[this.sourceToken]}):it.start.push(this.sourceToken);return;case"map-value-ind":!it||it.value?fc.items.push({
start:[],key:null,sep:[this.sourceToken]}):it.sep?it.sep.push(this.sourceToken):Object.assign(it,{key:null,sep:[this.sourceToken]});return;case"space":case"comm\
ent":case"newline":case"anchor":case"tag":!it||it.value?fc.items.push({start:[this.sourceToken]}):it.sep?it.sep.push(this.sourceToken):it.start.push(this.sourceToken);
return;case"alias":case"scalar":case"single-quoted-scalar":case"double-quoted-scalar":{let fs2=this.flowScalar(this.type);!it||it.value?fc.items.push({start:[],
key:fs2,sep:[]}):it.sep?this.stack.push(fs2):Object.assign(it,{key:fs2,sep:[]});return}case"flow-map-end":case"flow-seq-end":fc.end.push(this.sourceToken);return}
let bv=this.startBlockValue(fc);bv?this.stack.push(bv):(yield*this.pop(),yield*this.step())}else{let parent=this.peek(2);if(parent.type==="block-map"&&(this.type===
"map-value-ind"&&parent.indent===fc.indent||this.type==="newline"&&!parent.items[parent.items.length-1].sep))yield*this.pop(),yield*this.step();else if(this.type===
"map-value-ind"&&parent.type!=="flow-collection"){let prev=getPrevProps(parent),start=getFirstKeyStartProps(prev);fixFlowSeqItems(fc);let sep3=fc.end.splice(1,fc.
end.length);sep3.push(this.sourceToken);let map={type:"block-map",offset:fc.offset,indent:fc.indent,items:[{start,key:fc,sep:sep3}]};this.onKeyLine=!0,this.stack[this.
stack.length-1]=map}else yield*this.lineEnd(fc)}}flowScalar(type){if(this.onNewLine){let nl=this.source.indexOf(`
`)+1;for(;nl!==0;)this.onNewLine(this.offset+nl),nl=this.source.indexOf(`
`,nl)+1}return{type,offset:this.offset,indent:this.indent,source:this.source}}startBlockValue(parent){switch(this.type){case"alias":case"scalar":case"single-quo\
ted-scalar":case"double-quoted-scalar":return this.flowScalar(this.type);case"block-scalar-header":return{type:"block-scalar",offset:this.offset,indent:this.indent,
props:[this.sourceToken],source:""};case"flow-map-start":case"flow-seq-start":return{type:"flow-collection",offset:this.offset,indent:this.indent,start:this.sourceToken,
items:[],end:[]};case"seq-item-ind":return{type:"block-seq",offset:this.offset,indent:this.indent,items:[{start:[this.sourceToken]}]};case"explicit-key-ind":{this.
onKeyLine=!0;let prev=getPrevProps(parent),start=getFirstKeyStartProps(prev);return start.push(this.sourceToken),{type:"block-map",offset:this.offset,indent:this.
indent,items:[{start,explicitKey:!0}]}}case"map-value-ind":{this.onKeyLine=!0;let prev=getPrevProps(parent),start=getFirstKeyStartProps(prev);return{type:"block\
-map",offset:this.offset,indent:this.indent,items:[{start,key:null,sep:[this.sourceToken]}]}}}return null}atIndentedComment(start,indent){return this.type!=="co\
mment"||this.indent<=indent?!1:start.every(st=>st.type==="newline"||st.type==="space")}*documentEnd(docEnd){this.type!=="doc-mode"&&(docEnd.end?docEnd.end.push(
this.sourceToken):docEnd.end=[this.sourceToken],this.type==="newline"&&(yield*this.pop()))}*lineEnd(token){switch(this.type){case"comma":case"doc-start":case"do\
c-end":case"flow-seq-end":case"flow-map-end":case"map-value-ind":yield*this.pop(),yield*this.step();break;case"newline":this.onKeyLine=!1;default:token.end?token.
end.push(this.sourceToken):token.end=[this.sourceToken],this.type==="newline"&&(yield*this.pop())}}};exports2.Parser=Parser3}});var require_public_api=__commonJS({"node_modules/yaml/dist/public-api.js"(exports2){"use strict";var composer=require_composer(),Document=require_Document(),errors=require_errors(),
log=require_log(),identity3=require_identity(),lineCounter=require_line_counter(),parser=require_parser();function parseOptions(options){let prettyErrors=options.
prettyErrors!==!1;return{lineCounter:options.lineCounter||prettyErrors&&new lineCounter.LineCounter||null,prettyErrors}}function parseAllDocuments(source2,options={}){
let{lineCounter:lineCounter2,prettyErrors}=parseOptions(options),parser$1=new parser.Parser(lineCounter2?.addNewLine),composer$1=new composer.Composer(options),
docs=Array.from(composer$1.compose(parser$1.parse(source2)));if(prettyErrors&&lineCounter2)for(let doc of docs)doc.errors.forEach(errors.prettifyError(source2,lineCounter2)),
doc.warnings.forEach(errors.prettifyError(source2,lineCounter2));return docs.length>0?docs:Object.assign([],{empty:!0},composer$1.streamInfo())}function parseDocument2(source2,options={}){
let{lineCounter:lineCounter2,prettyErrors}=parseOptions(options),parser$1=new parser.Parser(lineCounter2?.addNewLine),composer$1=new composer.Composer(options),
doc=null;for(let _doc of composer$1.compose(parser$1.parse(source2),!0,source2.length))if(!doc)doc=_doc;else if(doc.options.logLevel!=="silent"){doc.errors.push(
new errors.YAMLParseError(_doc.range.slice(0,2),"MULTIPLE_DOCS","Source contains multiple documents; please use YAML.parseAllDocuments()"));break}return prettyErrors&&
lineCounter2&&(doc.errors.forEach(errors.prettifyError(source2,lineCounter2)),doc.warnings.forEach(errors.prettifyError(source2,lineCounter2))),doc}function parse3(src,reviver,options){
let _reviver;typeof reviver=="function"?_reviver=reviver:options===void 0&&reviver&&typeof reviver=="object"&&(options=reviver);let doc=parseDocument2(src,options);
if(!doc)return null;if(doc.warnings.forEach(warning=>log.warn(doc.options.logLevel,warning)),doc.errors.length>0){if(doc.options.logLevel!=="silent")throw doc.errors[0];
doc.errors=[]}return doc.toJS(Object.assign({reviver:_reviver},options))}function stringify(value,replacer,options){let _replacer=null;if(typeof replacer=="func\
tion"||Array.isArray(replacer)?_replacer=replacer:options===void 0&&replacer&&(options=replacer),typeof options=="string"&&(options=options.length),typeof options==
"number"){let indent=Math.round(options);options=indent<1?void 0:indent>8?{indent:8}:{indent}}if(value===void 0){let{keepUndefined}=options??replacer??{};if(!keepUndefined)
return}return identity3.isDocument(value)&&!_replacer?value.toString(options):new Document.Document(value,_replacer,options).toString(options)}exports2.parse=parse3;
exports2.parseAllDocuments=parseAllDocuments;exports2.parseDocument=parseDocument2;exports2.stringify=stringify}});var require_dist=__commonJS({"node_modules/yaml/dist/index.js"(exports2){"use strict";var composer=require_composer(),Document=require_Document(),Schema=require_Schema(),
errors=require_errors(),Alias=require_Alias(),identity3=require_identity(),Pair=require_Pair(),Scalar=require_Scalar(),YAMLMap=require_YAMLMap(),YAMLSeq=require_YAMLSeq(),
cst=require_cst(),lexer=require_lexer(),lineCounter=require_line_counter(),parser=require_parser(),publicApi=require_public_api(),visit2=require_visit();exports2.
Composer=composer.Composer;exports2.Document=Document.Document;exports2.Schema=Schema.Schema;exports2.YAMLError=errors.YAMLError;exports2.YAMLParseError=errors.
YAMLParseError;exports2.YAMLWarning=errors.YAMLWarning;exports2.Alias=Alias.Alias;exports2.isAlias=identity3.isAlias;exports2.isCollection=identity3.isCollection;
exports2.isDocument=identity3.isDocument;exports2.isMap=identity3.isMap;exports2.isNode=identity3.isNode;exports2.isPair=identity3.isPair;exports2.isScalar=identity3.
isScalar;exports2.isSeq=identity3.isSeq;exports2.Pair=Pair.Pair;exports2.Scalar=Scalar.Scalar;exports2.YAMLMap=YAMLMap.YAMLMap;exports2.YAMLSeq=YAMLSeq.YAMLSeq;
exports2.CST=cst;exports2.Lexer=lexer.Lexer;exports2.LineCounter=lineCounter.LineCounter;exports2.Parser=parser.Parser;exports2.parse=publicApi.parse;exports2.parseAllDocuments=
publicApi.parseAllDocuments;exports2.parseDocument=publicApi.parseDocument;exports2.stringify=publicApi.stringify;exports2.visit=visit2.visit;exports2.visitAsync=
visit2.visitAsync}});function isTextField(path12){let[last,parent=""]=[path12.at(-1),path12.at(-2)];return["labels","annotations","matchLabels","nodeSelector","selector"].includes(parent)||
path12.length===2&&["data","stringData"].includes(parent)?!0:last==="value"&&parent==="env"||["name","namespace","image","args","command","host","subset","servi\
ceName"].includes(last??"")}function filledFields(object2){return[...(object2.kind==="ConfigMap"?["data"]:[]).flatMap(key=>entries(object2,[key])),...entries(object2,
["metadata","labels"]),...entries(object2,["metadata","annotations"]),...podFields(object2)]}function podFields(object2){let template=podTemplatePath(object2);if(!template)
return[];let maps=template.length>0?["labels","annotations"].flatMap(key=>entries(object2,[...template,"metadata",key])):[],containers=["containers","initContai\
ners"].flatMap(list2=>{let path12=[...template,"spec",list2];return mapsIn(at(object2,...path12)).flatMap((container2,i)=>containerFields(container2,[...path12,
i]))});return[...maps,...containers]}function containerFields(container2,path12){let list2=key=>{let items=container2[key];return Array.isArray(items)?items.map(
(value,i)=>({path:[...path12,key,i],value})):[]},env=mapsIn(container2.env).flatMap((variable,i)=>variable.value===void 0?[]:[{path:[...path12,"env",i,"value"],
value:variable.value}]);return[...container2.image===void 0?[]:[{path:[...path12,"image"],value:container2.image}],...env,...list2("args"),...list2("command")]}
function entries(object2,path12){let map=at(object2,...path12);return isMap(map)?Object.entries(map).map(([key,value])=>({path:[...path12,key],value})):[]}function fieldName(path12,object2){
let last=String(path12.at(-1)),container2=path12.findIndex(key=>typeof key=="number");if(container2<0)return`${String(path12.at(-2))} ${last}`;let found=object2,
names4=path12.map(key=>(found=Array.isArray(found)?found[Number(key)]:at(found,String(key)),isMap(found)?found.name:void 0)),of=`of container ${String(names4[container2])}`,
inside=path12.slice(container2+1);return inside[0]==="env"?`env ${String(names4[container2+2])} ${of}`:inside.length>1?`${String(inside[0])} ${of}`:`${last} ${of}`}
var init_text_fields=__esm({"src/workload/text-fields.ts"(){"use strict";init_json();init_pod_template()}});function fillIn(source2,values){let problems=[];(0,import_yaml.visit)(source2.document,{Scalar(key,node,ancestors){if(typeof node.value!="string"||!node.value.includes(
"${"))return;let text3=node.value,filled=text3.replace(PLACEHOLDER,(found,escape,name)=>escape!==""?found.slice(1):Object.hasOwn(values,name)?values[name]:(problems.
push(problemAt(source2,node,found,unknown(name,values))),found)),shell=WITH_DEFAULT.exec(text3);if(shell&&text3[shell.index-1]!=="$"&&Object.hasOwn(values,shell[1])){
let message=`${shell[0]} has a default, which is not supported: write \${${shell[1]}}, or $${shell[0]} when a shell in the container is to read it`;problems.push(
problemAt(source2,node,shell[0],message))}let whole=node.type==="PLAIN"&&key==="value"&&/^\$\{[^}]*\}$/.test(text3)&&filled!==text3;node.value=whole&&!isTextField(
pathOf2(ancestors))?typed(filled):filled}});let impossible=impossibleNodes(source2);return{problems:[...problems,...impossible],usable:impossible.length===0}}function fillInText(text3,values){
let message=null,filled=text3.replace(PLACEHOLDER,(found,escape,name)=>escape!==""?found.slice(1):Object.hasOwn(values,name)?values[name]:(message??=unknown(name,
values),found));return message===null?{ok:!0,text:filled}:{ok:!1,message}}function typed(text3){return/^-?(0|[1-9]\d{0,14})(\.\d{1,15})?$/.test(text3)?Number(text3):
text3==="true"?!0:text3==="false"?!1:text3}function pathOf2(ancestors){return ancestors.flatMap(node=>(0,import_yaml.isPair)(node)&&(0,import_yaml.isScalar)(node.
key)?[String(node.key.value)]:[])}function unknown(name,values){let why=SOMETIMES[name];if(why)return`\${${name}} has no value here: ${why}`;let known2=Object.keys(
values),near=suggest(name,known2.length>0?known2:ALWAYS),own2=known2.filter(key=>!ALWAYS.includes(key)&&!(key in SOMETIMES)),expected=[...ALWAYS,...Object.keys(
SOMETIMES).filter(key=>known2.includes(key)),...own2];return[`\${${name}} is not a placeholder of this rollout`,near?`did you mean \${${near}}?`:`known are ${expected.
join(", ")}`,`give it a value under the version's \`values\`, or write $\${${name}} when the container is to read it`].join(": ")}function impossibleNodes(source2){
let problems=[],report=(node,message)=>problems.push(problemAt(source2,node,"",message));return(0,import_yaml.visit)(source2.document,{Alias(_,alias){alias.resolve(
source2.document)||report(alias,`*${alias.source} names an anchor that is not set before: write &${alias.source} at the value it stands for`)},Map(_,map){let seen=new Set;
for(let{key}of map.items)(0,import_yaml.isCollection)(key)?report(key,"a key is no text: a plain file with {{ }} is a Helm template, whose chart is named with `\
helm`; text with braces has to be in quotes"):(0,import_yaml.isScalar)(key)&&(seen.has(key.value)&&key.value!=="<<"&&report(key,`${JSON.stringify(key.value)} is\
 there twice: remove one of the two`),seen.add(key.value))}}),problems}function problemAt(source2,node,found,message){let[start,end]=node.range??[0,0],inside=found===
""?0:source2.text.slice(start,end).indexOf(found);return{code:"manifest-placeholder",message,file:source2.file,...source2.place(start+Math.max(0,inside))}}function offsetOf(source2,path12){
for(let length=path12.length;length>0;length--){let node=source2.document.getIn(path12.slice(0,length),!0);if((0,import_yaml.isAlias)(node)||(0,import_yaml.isScalar)(
node)||(0,import_yaml.isMap)(node)||isRanged(node))return node.range?.[0]??0}return source2.document.contents?.range?.[0]??0}function isRanged(node){return typeof node==
"object"&&node!==null&&"range"in node}var import_yaml,PLACEHOLDER,WITH_DEFAULT,ALWAYS,SOMETIMES,init_placeholders=__esm({"src/workload/placeholders.ts"(){"use s\
trict";import_yaml=__toESM(require_dist(),1);init_suggest();init_text_fields();PLACEHOLDER=/(\$?)\$\{([A-Za-z_][A-Za-z0-9_.-]*)\}/g,WITH_DEFAULT=/\$\{([A-Za-z_][A-Za-z0-9_]*):?[-+?=][^}]*\}/,
ALWAYS=["version","deployment","service","namespace","rollout"],SOMETIMES={image:"the rollout file names no image: add `image` to it",subset:"the versions of th\
is rollout are Services, not subsets: add `subset` to them"}}});function missingParts(value,metadata){let text3=part=>part!=null&&part!=="",generated=text3(metadata.generateName)?"metadata.name (generateName would make anoth\
er object at each run)":"metadata.name";return[...text3(value.apiVersion)?[]:["apiVersion"],...text3(value.kind)?[]:["kind"],...text3(metadata.name)?[]:[generated],
...typeof value.kind=="string"&&needsSpec(value.kind)&&!isMap(value.spec)?[value.kind==="VirtualService"?"spec, so no hosts and no http":"spec"]:[]]}function what(value){
let name=at(value,"metadata","name");return typeof value.kind!="string"?"this document":typeof name=="string"?`${value.kind} ${name}`:value.kind}function indentationHint(value,missing){
let strays=Object.keys(value).filter(key=>!["apiVersion","kind","metadata","spec","status","data"].includes(key)),emptied=["metadata","spec"].filter(key=>key in
value&&value[key]===null);return emptied.length>0&&strays.length>0?`${strays.map(key=>`\`${key}\``).join(", ")} ${strays.length===1?"stands":"stand"} beside ${emptied.
join(" and ")} instead of below: indent ${strays.length===1?"it":"them"}`:missing.length===1&&missing[0]==="apiVersion"?"add it, for example `apiVersion: apps/v\
1`":missing.includes("apiVersion")&&missing.includes("kind")?"expected a Kubernetes object; leave other files out of `manifests`":"add what is missing"}function isName(name,apiVersion){
return name.length>253?!1:apiVersion.startsWith("rbac.")?!/[/%]/.test(name):/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name)}var init_object_shape=__esm({"src/work\
load/object-shape.ts"(){"use strict";init_json();init_kinds()}});function leftover(text3){let addressed=/[[<](?:enter |insert |put )?your[-_ ][\w .-]*[\]>]|\b(?:CHANGE_?ME|REPLACE_?ME|FILL_?ME_IN)\b/i.exec(text3);return addressed?
addressed[0]:/\s|<\//.test(text3)?null:/\[[A-Z][A-Z0-9]+(?:[_-][A-Z0-9]{2,})+\]|<[A-Z][A-Z0-9]+(?:[_-][A-Z0-9]{2,})+>/.exec(text3)?.[0]??null}var init_leftovers=__esm(
{"src/workload/leftovers.ts"(){"use strict"}});function readObjects(source2,where){let problems=[],report=(code2,path12,message)=>{problems.push({code:code2,message,file:source2.file,...source2.place(offsetOf(
source2,path12))})},value;try{value=JSON.parse(JSON.stringify(source2.document.toJS({maxAliasCount:1e3})??null))}catch(error){return report("manifest-yaml",[],`\
is not valid YAML: ${messageOf(error)}`),{objects:[],problems}}return{objects:flattened(value,[]).flatMap(({value:item,path:path12})=>{let before=problems.length,
object2=readObject(item,path12,where,report);if(!object2||problems.length>before){let about=isMap(item)?{object:what(item)}:{};return problems.push(...problems.
splice(before).map(problem=>({...problem,...about}))),[]}let place=inside=>source2.place(offsetOf(source2,[...path12,...inside]));return[{object:object2,file:source2.
file,line:place([]).line,place}]}),problems}}function flattened(value,path12){if(value===null)return[];let items=at(value,"items");return!isMap(value)||!/List$/.
test(String(value.kind))||!Array.isArray(items)?[{value,path:path12}]:items.flatMap((item,i)=>flattened(item,[...path12,"items",i]))}function readObject(value,path12,where,report){
if(!isMap(value))return report("manifest-shape",path12,"is not a Kubernetes object: expected a map with apiVersion, kind and metadata"),null;let{apiVersion,kind}=value,
metadata=isMap(value.metadata)?value.metadata:{},missing=missingParts(value,metadata);if(missing.length>0||typeof apiVersion!="string"||typeof kind!="string")return report(
"manifest-shape",path12,`${what(value)} ${missing.map(part=>`has no ${part}`).join(" and ")}: ${indentationHint(value,missing)}`),null;let name=`${kind} ${String(
metadata.name)}`;if(typeof metadata.name!="string"||!isName(metadata.name,apiVersion)){let shown3=JSON.stringify(metadata.name);return report("manifest-name",[...path12,
"metadata","name"],`${kind} ${shown3} has no valid name: expected lower-case letters, digits, - and . , with a letter or digit at both ends`),null}let removed=removedApi(
apiVersion,kind);removed&&report("manifest-api",[...path12,"apiVersion"],`${name} uses ${apiVersion}, which is not served since Kubernetes ${removed.since}: use\
 ${removed.use}`),apiVersion.startsWith("kustomize.config.k8s.io/")&&report("manifest-kind",path12,`${name} is no object of the cluster: name its folder with \`k\
ustomize\``),where.purpose==="version"&&isRoute(apiVersion,kind)&&report("manifest-route",path12,`${name} is a route, and routes change from stage to stage: put\
 its manifest under \`routes\``);let hook=at(metadata,"annotations","helm.sh/hook");return hook!==void 0&&report("manifest-hook",path12,`${name} is a Helm hook \
(${textOf2(hook)}), which only \`helm install\` runs: leave it out with a value of the chart, or run it in a step before`),checked(value,metadata,path12,where,report)}
function checked(value,metadata,path12,where,report){let object2={...withoutServersFields(value),metadata:withNamespace(value,metadata,path12,where,report)};for(let field2 of filledFields(
object2)){let label=fieldName(field2.path,object2),place=[...path12,...field2.path];if(field2.value===null)continue;if(typeof field2.value!="string"){report("ma\
nifest-text",place,`${describe(ref(object2))}: ${label} is ${kindOf(field2.value)}, and Kubernetes wants text there: put it in quotes`);continue}let left=leftover(
field2.value);if(left)report("manifest-leftover",place,`${describe(ref(object2))}: ${label} still has ${left} in it: put in the real value`);else if(field2.path.
at(-1)==="image"){let image2=parseImage(field2.value);!image2.ok&&!field2.value.includes("${")&&report("manifest-image",place,`${describe(ref(object2))}: ${image2.
message}`)}}return object2}function withNamespace(value,metadata,path12,where,report){let{creationTimestamp,resourceVersion,uid,generation,managedFields,selfLink,
...rest}=metadata,{namespace,...others}=rest;if(isClusterScoped(String(value.kind)))return others;if(namespace==null||namespace==="")return{...others,namespace:where.
namespace};if(namespace!==where.namespace&&where.purpose==="version"){let message=`${String(value.kind)} ${String(rest.name)} is for namespace ${JSON.stringify(
namespace)}, and the rollout is in ${JSON.stringify(where.namespace)}: leave the namespace out, or write \${namespace}`;report("manifest-namespace",[...path12,"\
metadata","namespace"],message)}return{...others,namespace}}function withoutServersFields(value){let{status:_,...rest}=value;return rest}function kindOf(value){
return Array.isArray(value)?"a list":isMap(value)?"a map":`the ${typeof value} ${String(value)}`}var ref,init_manifest_objects=__esm({"src/workload/manifest-obj\
ects.ts"(){"use strict";init_object();init_errors();init_image();init_json();init_kinds();init_placeholders();init_object_shape();init_text_fields();init_leftovers();
ref=object2=>({apiVersion:"",kind:object2.kind,name:object2.metadata.name})}});function redactor(secrets){let known2=[...secrets].filter(secret2=>secret2!=="").sort((a,b)=>b.length-a.length);return text3=>known2.reduce((rest,secret2)=>rest.
replaceAll(secret2,"***"),text3)}var init_redact=__esm({"src/process/redact.ts"(){"use strict"}});function exists(fsPath){return __awaiter(this,void 0,void 0,function*(){try{yield stat(fsPath)}catch(err){if(err.code==="ENOENT")return!1;throw err}return!0})}function isRooted(p){
if(p=normalizeSeparators(p),!p)throw new Error('isRooted() parameter "p" cannot be empty');return IS_WINDOWS?p.startsWith("\\")||/^[A-Z]:/i.test(p):p.startsWith(
"/")}function tryGetExecutablePath(filePath2,extensions){return __awaiter(this,void 0,void 0,function*(){let stats;try{stats=yield stat(filePath2)}catch(err){err.
code!=="ENOENT"&&console.log(`Unexpected error attempting to determine if executable file exists '${filePath2}': ${err}`)}if(stats&&stats.isFile()){if(IS_WINDOWS){
let upperExt=path.extname(filePath2).toUpperCase();if(extensions.some(validExt=>validExt.toUpperCase()===upperExt))return filePath2}else if(isUnixExecutable(stats))
return filePath2}let originalFilePath=filePath2;for(let extension2 of extensions){filePath2=originalFilePath+extension2,stats=void 0;try{stats=yield stat(filePath2)}catch(err){
err.code!=="ENOENT"&&console.log(`Unexpected error attempting to determine if executable file exists '${filePath2}': ${err}`)}if(stats&&stats.isFile()){if(IS_WINDOWS){
try{let directory=path.dirname(filePath2),upperName=path.basename(filePath2).toUpperCase();for(let actualName of yield readdir(directory))if(upperName===actualName.
toUpperCase()){filePath2=path.join(directory,actualName);break}}catch(err){console.log(`Unexpected error attempting to determine the actual case of the file '${filePath2}\
': ${err}`)}return filePath2}else if(isUnixExecutable(stats))return filePath2}}return""})}function normalizeSeparators(p){return p=p||"",IS_WINDOWS?(p=p.replace(
/\//g,"\\"),p.replace(/\\\\+/g,"\\")):p.replace(/\/\/+/g,"/")}function isUnixExecutable(stats){return(stats.mode&1)>0||(stats.mode&8)>0&&process.getgid!==void 0&&
stats.gid===process.getgid()||(stats.mode&64)>0&&process.getuid!==void 0&&stats.uid===process.getuid()}var fs,path,__awaiter,chmod,copyFile,lstat,mkdir,open,readdir,
rename,rm,rmdir,stat,symlink,unlink,IS_WINDOWS,READONLY,init_io_util=__esm({"node_modules/@actions/io/lib/io-util.js"(){fs=__toESM(require("fs"),1),path=__toESM(require("path"),1),
__awaiter=function(thisArg,_arguments,P,generator){function adopt(value){return value instanceof P?value:new P(function(resolve6){resolve6(value)})}return new(P||
(P=Promise))(function(resolve6,reject){function fulfilled(value){try{step(generator.next(value))}catch(e){reject(e)}}function rejected2(value){try{step(generator.
throw(value))}catch(e){reject(e)}}function step(result){result.done?resolve6(result.value):adopt(result.value).then(fulfilled,rejected2)}step((generator=generator.
apply(thisArg,_arguments||[])).next())})},{chmod,copyFile,lstat,mkdir,open,readdir,rename,rm,rmdir,stat,symlink,unlink}=fs.promises,IS_WINDOWS=process.platform===
"win32",READONLY=fs.constants.O_RDONLY}});function which(tool,check2){return __awaiter2(this,void 0,void 0,function*(){if(!tool)throw new Error("parameter 'tool' is required");if(check2){let result=yield which(
tool,!1);if(!result)throw IS_WINDOWS?new Error(`Unable to locate executable file: ${tool}. Please verify either the file path exists or the file can be found wi\
thin a directory specified by the PATH environment variable. Also verify the file has a valid extension for an executable file.`):new Error(`Unable to locate ex\
ecutable file: ${tool}. Please verify either the file path exists or the file can be found within a directory specified by the PATH environment variable. Also c\
heck the file mode to verify the file is executable.`);return result}let matches3=yield findInPath(tool);return matches3&&matches3.length>0?matches3[0]:""})}function findInPath(tool){
return __awaiter2(this,void 0,void 0,function*(){if(!tool)throw new Error("parameter 'tool' is required");let extensions=[];if(IS_WINDOWS&&process.env.PATHEXT)for(let extension2 of process.
env.PATHEXT.split(path2.delimiter))extension2&&extensions.push(extension2);if(isRooted(tool)){let filePath2=yield tryGetExecutablePath(tool,extensions);return filePath2?
[filePath2]:[]}if(tool.includes(path2.sep))return[];let directories=[];if(process.env.PATH)for(let p of process.env.PATH.split(path2.delimiter))p&&directories.push(
p);let matches3=[];for(let directory of directories){let filePath2=yield tryGetExecutablePath(path2.join(directory,tool),extensions);filePath2&&matches3.push(filePath2)}
return matches3})}var path2,__awaiter2,init_io=__esm({"node_modules/@actions/io/lib/io.js"(){path2=__toESM(require("path"),1);init_io_util();__awaiter2=function(thisArg,_arguments,P,generator){
function adopt(value){return value instanceof P?value:new P(function(resolve6){resolve6(value)})}return new(P||(P=Promise))(function(resolve6,reject){function fulfilled(value){
try{step(generator.next(value))}catch(e){reject(e)}}function rejected2(value){try{step(generator.throw(value))}catch(e){reject(e)}}function step(result){result.
done?resolve6(result.value):adopt(result.value).then(fulfilled,rejected2)}step((generator=generator.apply(thisArg,_arguments||[])).next())})}}});function argStringToArray(argString){let args=[],inQuotes=!1,escaped2=!1,arg="";function append(c){escaped2&&c!=='"'&&(arg+="\\"),arg+=c,escaped2=!1}for(let i=0;i<
argString.length;i++){let c=argString.charAt(i);if(c==='"'){escaped2?append(c):inQuotes=!inQuotes;continue}if(c==="\\"&&escaped2){append(c);continue}if(c==="\\"&&
inQuotes){escaped2=!0;continue}if(c===" "&&!inQuotes){arg.length>0&&(args.push(arg),arg="");continue}append(c)}return arg.length>0&&args.push(arg.trim()),args}var os,
events,child,path3,import_timers,__awaiter3,IS_WINDOWS2,ToolRunner,ExecState,init_toolrunner=__esm({"node_modules/@actions/exec/lib/toolrunner.js"(){os=__toESM(require("os"),1),
events=__toESM(require("events"),1),child=__toESM(require("child_process"),1),path3=__toESM(require("path"),1);init_io();init_io_util();import_timers=require("timers"),
__awaiter3=function(thisArg,_arguments,P,generator){function adopt(value){return value instanceof P?value:new P(function(resolve6){resolve6(value)})}return new(P||
(P=Promise))(function(resolve6,reject){function fulfilled(value){try{step(generator.next(value))}catch(e){reject(e)}}function rejected2(value){try{step(generator.
throw(value))}catch(e){reject(e)}}function step(result){result.done?resolve6(result.value):adopt(result.value).then(fulfilled,rejected2)}step((generator=generator.
apply(thisArg,_arguments||[])).next())})},IS_WINDOWS2=process.platform==="win32",ToolRunner=class extends events.EventEmitter{constructor(toolPath,args,options){
if(super(),!toolPath)throw new Error("Parameter 'toolPath' cannot be null or empty.");this.toolPath=toolPath,this.args=args||[],this.options=options||{}}_debug(message){
this.options.listeners&&this.options.listeners.debug&&this.options.listeners.debug(message)}_getCommandString(options,noPrefix){let toolPath=this._getSpawnFileName(),
args=this._getSpawnArgs(options),cmd=noPrefix?"":"[command]";if(IS_WINDOWS2)if(this._isCmdFile()){cmd+=toolPath;for(let a of args)cmd+=` ${a}`}else if(options.windowsVerbatimArguments){
cmd+=`"${toolPath}"`;for(let a of args)cmd+=` ${a}`}else{cmd+=this._windowsQuoteCmdArg(toolPath);for(let a of args)cmd+=` ${this._windowsQuoteCmdArg(a)}`}else{cmd+=
toolPath;for(let a of args)cmd+=` ${a}`}return cmd}_processLineBuffer(data,strBuffer,onLine){try{let s=strBuffer+data.toString(),n=s.indexOf(os.EOL);for(;n>-1;){
let line2=s.substring(0,n);onLine(line2),s=s.substring(n+os.EOL.length),n=s.indexOf(os.EOL)}return s}catch(err){return this._debug(`error processing line. Faile\
d with error ${err}`),""}}_getSpawnFileName(){return IS_WINDOWS2&&this._isCmdFile()?process.env.COMSPEC||"cmd.exe":this.toolPath}_getSpawnArgs(options){if(IS_WINDOWS2&&
this._isCmdFile()){let argline=`/D /S /C "${this._windowsQuoteCmdArg(this.toolPath)}`;for(let a of this.args)argline+=" ",argline+=options.windowsVerbatimArguments?
a:this._windowsQuoteCmdArg(a);return argline+='"',[argline]}return this.args}_endsWith(str,end){return str.endsWith(end)}_isCmdFile(){let upperToolPath=this.toolPath.
toUpperCase();return this._endsWith(upperToolPath,".CMD")||this._endsWith(upperToolPath,".BAT")}_windowsQuoteCmdArg(arg){if(!this._isCmdFile())return this._uvQuoteCmdArg(
arg);if(!arg)return'""';let cmdSpecialChars=[" ","	","&","(",")","[","]","{","}","^","=",";","!","'","+",",","`","~","|","<",">",'"'],needsQuotes=!1;for(let char of arg)
if(cmdSpecialChars.some(x=>x===char)){needsQuotes=!0;break}if(!needsQuotes)return arg;let reverse='"',quoteHit=!0;for(let i=arg.length;i>0;i--)reverse+=arg[i-1],
quoteHit&&arg[i-1]==="\\"?reverse+="\\":arg[i-1]==='"'?(quoteHit=!0,reverse+='"'):quoteHit=!1;return reverse+='"',reverse.split("").reverse().join("")}_uvQuoteCmdArg(arg){
if(!arg)return'""';if(!arg.includes(" ")&&!arg.includes("	")&&!arg.includes('"'))return arg;if(!arg.includes('"')&&!arg.includes("\\"))return`"${arg}"`;let reverse='\
"',quoteHit=!0;for(let i=arg.length;i>0;i--)reverse+=arg[i-1],quoteHit&&arg[i-1]==="\\"?reverse+="\\":arg[i-1]==='"'?(quoteHit=!0,reverse+="\\"):quoteHit=!1;return reverse+=
'"',reverse.split("").reverse().join("")}_cloneExecOptions(options){options=options||{};let result={cwd:options.cwd||process.cwd(),env:options.env||process.env,
silent:options.silent||!1,windowsVerbatimArguments:options.windowsVerbatimArguments||!1,failOnStdErr:options.failOnStdErr||!1,ignoreReturnCode:options.ignoreReturnCode||
!1,delay:options.delay||1e4};return result.outStream=options.outStream||process.stdout,result.errStream=options.errStream||process.stderr,result}_getSpawnOptions(options,toolPath){
options=options||{};let result={};return result.cwd=options.cwd,result.env=options.env,result.windowsVerbatimArguments=options.windowsVerbatimArguments||this._isCmdFile(),
options.windowsVerbatimArguments&&(result.argv0=`"${toolPath}"`),result}exec(){return __awaiter3(this,void 0,void 0,function*(){return!isRooted(this.toolPath)&&
(this.toolPath.includes("/")||IS_WINDOWS2&&this.toolPath.includes("\\"))&&(this.toolPath=path3.resolve(process.cwd(),this.options.cwd||process.cwd(),this.toolPath)),
this.toolPath=yield which(this.toolPath,!0),new Promise((resolve6,reject)=>__awaiter3(this,void 0,void 0,function*(){this._debug(`exec tool: ${this.toolPath}`),
this._debug("arguments:");for(let arg of this.args)this._debug(`   ${arg}`);let optionsNonNull=this._cloneExecOptions(this.options);!optionsNonNull.silent&&optionsNonNull.
outStream&&optionsNonNull.outStream.write(this._getCommandString(optionsNonNull)+os.EOL);let state=new ExecState(optionsNonNull,this.toolPath);if(state.on("debu\
g",message=>{this._debug(message)}),this.options.cwd&&!(yield exists(this.options.cwd)))return reject(new Error(`The cwd: ${this.options.cwd} does not exist!`));
let fileName=this._getSpawnFileName(),cp=child.spawn(fileName,this._getSpawnArgs(optionsNonNull),this._getSpawnOptions(this.options,fileName)),stdbuffer="";cp.stdout&&
cp.stdout.on("data",data=>{this.options.listeners&&this.options.listeners.stdout&&this.options.listeners.stdout(data),!optionsNonNull.silent&&optionsNonNull.outStream&&
optionsNonNull.outStream.write(data),stdbuffer=this._processLineBuffer(data,stdbuffer,line2=>{this.options.listeners&&this.options.listeners.stdline&&this.options.
listeners.stdline(line2)})});let errbuffer="";if(cp.stderr&&cp.stderr.on("data",data=>{state.processStderr=!0,this.options.listeners&&this.options.listeners.stderr&&
this.options.listeners.stderr(data),!optionsNonNull.silent&&optionsNonNull.errStream&&optionsNonNull.outStream&&(optionsNonNull.failOnStdErr?optionsNonNull.errStream:
optionsNonNull.outStream).write(data),errbuffer=this._processLineBuffer(data,errbuffer,line2=>{this.options.listeners&&this.options.listeners.errline&&this.options.
listeners.errline(line2)})}),cp.on("error",err=>{state.processError=err.message,state.processExited=!0,state.processClosed=!0,state.CheckComplete()}),cp.on("exi\
t",code2=>{state.processExitCode=code2,state.processExited=!0,this._debug(`Exit code ${code2} received from tool '${this.toolPath}'`),state.CheckComplete()}),cp.
on("close",code2=>{state.processExitCode=code2,state.processExited=!0,state.processClosed=!0,this._debug(`STDIO streams have closed for tool '${this.toolPath}'`),
state.CheckComplete()}),state.on("done",(error,exitCode)=>{stdbuffer.length>0&&this.emit("stdline",stdbuffer),errbuffer.length>0&&this.emit("errline",errbuffer),
cp.removeAllListeners(),error?reject(error):resolve6(exitCode)}),this.options.input){if(!cp.stdin)throw new Error("child process missing stdin");cp.stdin.end(this.
options.input)}}))})}};ExecState=class _ExecState extends events.EventEmitter{constructor(options,toolPath){if(super(),this.processClosed=!1,this.processError="",
this.processExitCode=0,this.processExited=!1,this.processStderr=!1,this.delay=1e4,this.done=!1,this.timeout=null,!toolPath)throw new Error("toolPath must not be\
 empty");this.options=options,this.toolPath=toolPath,options.delay&&(this.delay=options.delay)}CheckComplete(){this.done||(this.processClosed?this._setResult():
this.processExited&&(this.timeout=(0,import_timers.setTimeout)(_ExecState.HandleTimeout,this.delay,this)))}_debug(message){this.emit("debug",message)}_setResult(){
let error;this.processExited&&(this.processError?error=new Error(`There was an error when attempting to execute the process '${this.toolPath}'. This may indicat\
e the process failed to start. Error: ${this.processError}`):this.processExitCode!==0&&!this.options.ignoreReturnCode?error=new Error(`The process '${this.toolPath}\
' failed with exit code ${this.processExitCode}`):this.processStderr&&this.options.failOnStdErr&&(error=new Error(`The process '${this.toolPath}' failed because\
 one or more lines were written to the STDERR stream`))),this.timeout&&(clearTimeout(this.timeout),this.timeout=null),this.done=!0,this.emit("done",error,this.processExitCode)}static HandleTimeout(state){
if(!state.done){if(!state.processClosed&&state.processExited){let message=`The STDIO streams did not close within ${state.delay/1e3} seconds of the exit event f\
rom process '${state.toolPath}'. This may indicate a child process inherited the STDIO streams and has not yet exited.`;state._debug(message)}state._setResult()}}}}});var exec_exports={};__export(exec_exports,{exec:()=>exec,getExecOutput:()=>getExecOutput});function exec(commandLine2,args,options){return __awaiter4(this,void 0,
void 0,function*(){let commandArgs=argStringToArray(commandLine2);if(commandArgs.length===0)throw new Error("Parameter 'commandLine' cannot be null or empty.");
let toolPath=commandArgs[0];return args=commandArgs.slice(1).concat(args||[]),new ToolRunner(toolPath,args,options).exec()})}function getExecOutput(commandLine2,args,options){
return __awaiter4(this,void 0,void 0,function*(){var _a,_b;let stdout="",stderr="",stdoutDecoder=new import_string_decoder.StringDecoder("utf8"),stderrDecoder=new import_string_decoder.StringDecoder(
"utf8"),originalStdoutListener=(_a=options?.listeners)===null||_a===void 0?void 0:_a.stdout,originalStdErrListener=(_b=options?.listeners)===null||_b===void 0?void 0:
_b.stderr,stdErrListener=data=>{stderr+=stderrDecoder.write(data),originalStdErrListener&&originalStdErrListener(data)},stdOutListener=data=>{stdout+=stdoutDecoder.
write(data),originalStdoutListener&&originalStdoutListener(data)},listeners=Object.assign(Object.assign({},options?.listeners),{stdout:stdOutListener,stderr:stdErrListener}),
exitCode=yield exec(commandLine2,args,Object.assign(Object.assign({},options),{listeners}));return stdout+=stdoutDecoder.end(),stderr+=stderrDecoder.end(),{exitCode,
stdout,stderr}})}var import_string_decoder,__awaiter4,init_exec=__esm({"node_modules/@actions/exec/lib/exec.js"(){import_string_decoder=require("string_decoder");
init_toolrunner();__awaiter4=function(thisArg,_arguments,P,generator){function adopt(value){return value instanceof P?value:new P(function(resolve6){resolve6(value)})}
return new(P||(P=Promise))(function(resolve6,reject){function fulfilled(value){try{step(generator.next(value))}catch(e){reject(e)}}function rejected2(value){try{
step(generator.throw(value))}catch(e){reject(e)}}function step(result){result.done?resolve6(result.value):adopt(result.value).then(fulfilled,rejected2)}step((generator=
generator.apply(thisArg,_arguments||[])).next())})}}});async function run(command,args,options){options.signal?.throwIfAborted();let redact=redactor(options.secrets??[]),{onLine}=options,line2=[command,...args].map(
word=>quote(redact(word))).join(" "),output={stdout:[],stderr:[]},text3=stream=>Buffer.concat(output[stream]).toString("utf8"),fail=failure2=>new ToolError(command,
failure2,{line:line2,stderr:redact(text3("stderr")),stdout:redact(text3("stdout"))}),path12=await find2(command,options);if(!path12)throw fail({kind:"not-found"});
let{exec:exec2}=await Promise.resolve().then(()=>(init_exec(),exec_exports)),child3=watchChild(),ended2=null,end=why=>()=>{ended2??=why,child3.kill()},timer=setTimeout(
end("timeout"),options.timeout),cancel=end("cancelled");options.signal?.addEventListener("abort",cancel,{once:!0});try{let code2=await child3.during(()=>exec2(`\
"${path12.replaceAll('"','\\"')}"`,[...args],{cwd:options.cwd,env:definedOnly(options.env),input:Buffer.from(options.input??""),silent:!0,ignoreReturnCode:!0,delay:2e3,
listeners:{stdout:data=>output.stdout.push(data),stderr:data=>output.stderr.push(data),...onLine?{stdline:text4=>onLine(redact(text4)),errline:text4=>onLine(redact(
text4))}:{}}}));if(ended2==="cancelled")throw options.signal?.reason;if(ended2==="timeout")throw fail({kind:"timeout",timeout:options.timeout});let signal=child3.
signal();if(signal)throw fail({kind:"signal",signal});if(code2!==0)throw fail({kind:"exit",code:code2});return{stdout:text3("stdout"),stderr:text3("stderr")}}catch(error){
throw error instanceof ToolError||ended2==="cancelled"&&error===options.signal?.reason?error:fail({kind:"not-started",why:redact(messageOf(error))})}finally{clearTimeout(
timer),options.signal?.removeEventListener("abort",cancel),child3.release()}}function watchChild(){listening||((0,import_node_diagnostics_channel.subscribe)("ch\
ild_process",message=>started.getStore()?.(message.process)),listening=!0);let child3=null,killed=!1,hard,kill=()=>{killed=!0,child3&&(child3.kill("SIGTERM"),hard??=
setTimeout(()=>child3?.kill("SIGKILL"),5e3))},adopt=announced=>{child3=announced,(0,import_node_process.nextTick)(()=>{announced.stdin?.on("error",()=>{}),killed&&
kill()})};return{during:work=>started.run(adopt,work),kill,signal:()=>child3?.signalCode??null,release:()=>clearTimeout(hard)}}async function find2(command,{cwd,
env}){let windows=import_node_process.platform==="win32",value=name=>env[name]??(windows?Object.entries(env).find(([key])=>key.toUpperCase()===name)?.[1]:void 0),
extensions=windows?["",...(value("PATHEXT")??".EXE;.CMD;.BAT").split(";")]:[""],folders=(0,import_node_path.isAbsolute)(command)||/[/\\]/.test(command)?[""]:(value(
"PATH")??"").split(import_node_path.delimiter).filter(folder=>folder!=="");for(let folder of folders)for(let extension2 of extensions){let path12=`${folder?(0,import_node_path.join)(
(0,import_node_path.resolve)(cwd,folder),command):(0,import_node_path.resolve)(cwd,command)}${extension2}`;if(await isExecutable(path12))return path12}return null}
async function isExecutable(path12){try{return await(0,import_promises.access)(path12,import_node_fs.constants.X_OK),(await(0,import_promises.stat)(path12)).isFile()}catch{
return!1}}function reasonOf(command,failure2){switch(failure2.kind){case"exit":return`failed: exit code ${failure2.code}`;case"signal":return`was stopped by ${failure2.
signal}`;case"timeout":return`did not end within ${formatDuration(failure2.timeout)} and was stopped`;case"not-found":return`was not found on PATH: install it${INSTALL[command]?
` (${INSTALL[command]})`:""}, or add its folder to PATH`;case"not-started":return`could not be started: ${failure2.why}`}}function tail(name,text3){let lines=text3.
split(`
`).map(line2=>line2.trimEnd()).filter(line2=>line2!=="");return lines.length===0?[]:[`${name}:`,...lines.slice(-20).map(line2=>`  ${line2}`)]}function quote(argument){
return/^[\w@%+=:,./*-]+$/.test(argument)?argument:`'${argument.replaceAll("'","'\\''")}'`}function definedOnly(env){return Object.fromEntries(Object.entries(env).
filter(e=>e[1]!==void 0))}var import_node_async_hooks,import_node_diagnostics_channel,import_node_fs,import_promises,import_node_path,import_node_process,ToolError,
started,listening,INSTALL,init_run=__esm({"src/process/run.ts"(){"use strict";import_node_async_hooks=require("node:async_hooks"),import_node_diagnostics_channel=
require("node:diagnostics_channel"),import_node_fs=require("node:fs"),import_promises=require("node:fs/promises"),import_node_path=require("node:path"),import_node_process=
require("node:process");init_duration();init_errors();init_redact();ToolError=class extends Error{command;failure;stderr;stdout;constructor(command,failure2,parts){
super([`${command} ${reasonOf(command,failure2)}`,`command: ${parts.line}`,...tail("stderr",parts.stderr),...tail("stdout",parts.stdout)].join(`
`)),this.name="ToolError",this.command=command,this.failure=failure2,this.stderr=parts.stderr,this.stdout=parts.stdout}};started=new import_node_async_hooks.AsyncLocalStorage,
listening=!1;INSTALL={helm:"https://helm.sh/docs/intro/install/",kubectl:"https://kubernetes.io/docs/tasks/tools/",kustomize:"https://kubectl.docs.kubernetes.io\
/installation/kustomize/",docker:"https://docs.docker.com/engine/install/",az:"https://learn.microsoft.com/cli/azure/install-azure-cli",gcloud:"https://cloud.go\
ogle.com/sdk/docs/install"}}});async function renderSource(source2,folder,values,where){let options={cwd:folder,env:where.env,signal:where.signal,timeout:where.timeout??6e4};switch(source2.kind){case"\
text":return{ok:!0,file:source2.file,text:source2.text};case"helm":{let file2=`${source2.name} (as rendered by helm)`,args=helmArguments(source2,values,where.namespace);
return args.ok?toolOutput(file2,()=>run("helm",args.args,options)):{ok:!1,problem:{code:"manifest-placeholder",message:args.message,file:source2.name}}}case"kus\
tomize":{let file2=`${source2.name} (as rendered by kustomize)`;return toolOutput(file2,()=>run("kubectl",["kustomize",source2.path],options).catch(error=>{if(!(error instanceof
ToolError)||error.failure.kind!=="not-found")throw error;return run("kustomize",["build",source2.path],options)}))}}}function helmArguments(source2,values,namespace){
let release=fillInText(source2.release??"${deployment}",values),set=Object.entries(source2.set).map(([key,text3])=>({key,filled:fillInText(text3,values)})),wrong=[
release,...set.map(({filled})=>filled)].find(filled=>!filled.ok);if(wrong&&!wrong.ok)return wrong;let settings=set.flatMap(({key,filled})=>filled.ok?["--set",`${key}\
=${escapeSet(filled.text)}`]:[]);return{ok:!0,args:["template",release.ok?release.text:"",source2.chart,"--namespace",namespace,"--skip-tests",...source2.values.
flatMap(file2=>["--values",file2]),...settings]}}function escapeSet(value){return value.replace(/[\\,]/g,"\\$&").replace(/^\{/,"\\{")}async function toolOutput(file2,work){
try{return{ok:!0,file:file2,text:(await work()).stdout}}catch(error){if(!(error instanceof ToolError))throw error;return{ok:!1,problem:{code:"manifest-render",message:error.
message,file:file2}}}}var init_manifest_tools=__esm({"src/workload/manifest-tools.ts"(){"use strict";init_run();init_placeholders()}});function named2({kind,metadata}){return`${kind} ${metadata.name}`}function problemWith({object:object2,file:file2,line:line2},code2,message){return{code:code2,message,
object:named2(object2),file:file2,line:line2}}var init_rendered_object=__esm({"src/workload/rendered-object.ts"(){"use strict"}});function selectorMatches(selector2,labels){return isMap(selector2)?labelsMatch(selector2.matchLabels,labels)&&mapsIn(selector2.matchExpressions).every(e=>holds(
e,labels)):!1}function labelsMatch(wanted,labels){return!isMap(wanted)||Object.entries(wanted).every(([key,value])=>labels[key]===value)}function isEmptySelector(selector2){
if(!isMap(selector2))return!0;let{matchLabels,matchExpressions}=selector2;return(!isMap(matchLabels)||Object.keys(matchLabels).length===0)&&mapsIn(matchExpressions).
length===0}function holds({key,operator,values},labels){let value=labels[String(key)],listed2=Array.isArray(values)&&values.includes(value);switch(operator){case"\
In":return value!==void 0&&listed2;case"NotIn":return value===void 0||!listed2;case"Exists":return value!==void 0;case"DoesNotExist":return value===void 0;default:
return!1}}function formatLabels(labels){return isMap(labels)?Object.entries(labels).map(([key,value])=>`${key}=${typeof value=="string"?value:JSON.stringify(value)}`).
join(","):""}var init_selector=__esm({"src/workload/selector.ts"(){"use strict";init_json()}});function checkObjects(objects){return[...duplicates(objects),...autoscalers(objects),...objects.flatMap(rendered=>selector(rendered))]}function duplicates(objects){
let first=new Map;return objects.flatMap(rendered=>{let key=identity(refOf(rendered.object)),before=first.get(key);if(!before)return first.set(key,rendered),[];
let message=`${named2(rendered.object)} is there twice, first in ${before.file}:${before.line}: remove one of the two`;return[problemWith(rendered,"manifest-dup\
licate",message)]})}function autoscalers(objects){let first=new Map;return objects.filter(({object:object2})=>object2.kind==="HorizontalPodAutoscaler").flatMap(
rendered=>{let target=targetOf(rendered.object);if(target===null)return[problemWith(rendered,"manifest-autoscaler",`${named2(rendered.object)} has no spec.scale\
TargetRef: name the Deployment it scales`)];let before=first.get(target);if(!before)return first.set(target,rendered),[];let message=`${named2(rendered.object)}\
 and ${named2(before.object)} (${before.file}:${before.line}) both scale ${target}: they would fight over its replicas, keep one`;return[problemWith(rendered,"m\
anifest-autoscaler",message)]})}function targetOf(hpa){let target=at(hpa,"spec","scaleTargetRef"),[kind,name]=[textOf2(at(target,"kind")),textOf2(at(target,"nam\
e"))];return kind===""||name===""?null:`${kind} ${name}`}function selector(rendered){let{object:object2}=rendered;if(!WORKLOADS.includes(object2.kind))return[];
let report=message=>[problemWith(rendered,"manifest-selector",`${named2(object2)} ${message}`)],wanted=at(object2,"spec","selector");return podTemplateOf(object2)?
!isMap(wanted)||isEmptySelector(wanted)?report("has no spec.selector.matchLabels: expected the labels of its pods"):selectorMatches(wanted,podLabels(object2))?[]:
report(`selects ${formatLabels(wanted.matchLabels)}, but its own pods have ${formatLabels(podLabels(object2))||"no labels"}: make spec.selector and spec.templat\
e.metadata.labels agree`):report("has no spec.template: expected the metadata and spec of its pods")}var WORKLOADS,init_object_checks=__esm({"src/workload/objec\
t-checks.ts"(){"use strict";init_object();init_json();init_pod_template();init_rendered_object();init_selector();WORKLOADS=["Deployment","StatefulSet","DaemonSe\
t","ReplicaSet"]}});function checkVersion(objects,values){let{version:version2,deployment="",image:image2}=values,deployments=objects.filter(({object:object2})=>object2.kind==="Dep\
loyment"),own2=deployments.find(({object:object2})=>object2.metadata.name===deployment);if(!own2){let names4=deployments.map(({object:object2,file:file2,line:line2})=>`${object2.
metadata.name} (${file2}:${line2})`),near=suggest(deployment,deployments.map(({object:object2})=>object2.metadata.name)),found=names4.length>0?`found ${names4.join(
", ")}`:"found no Deployment at all",advice=names4.length>0?`${near?`did you mean ${near}? `:""}Write \`name: \${deployment}\``:"add it to `manifests`";return[{
code:"manifest-deployment",message:`the manifests of version ${String(version2)} have no Deployment ${deployment}: ${found}; ${advice}`,file:deployments[0]?.file,
line:deployments[0]?.line}]}let images=imagesIn(own2.object);if(image2===void 0||images.some(container2=>container2.image===image2))return[];let runs=images.map(
container2=>`${container2.container} runs ${container2.image}`).join(", ")||"it has no containers",message=`Deployment ${deployment} does not use the image of t\
his rollout: ${runs}; write \`image: \${image}\` in the container that serves the model`;return[problemWith(own2,"manifest-image",message)]}function checkPair(a,b){
let all2=distinct([...a.objects,...b.objects]);return[...foreignDeployments(a,b),...foreignDeployments(b,a),...overlaps(all2),...autoscalers(all2),...services(a,
b),...services(b,a)]}function distinct(objects){return[...new Map(objects.map(rendered=>[identity(refOf(rendered.object)),rendered])).values()]}function foreignDeployments({
version:version2,objects},other){return objects.filter(({object:object2})=>object2.kind==="Deployment"&&object2.metadata.name===other.version.deployment).map(rendered=>{
let message=`${named2(rendered.object)} belongs to version ${other.version.name}, but is rendered for version ${version2.name} too: write the Deployment once, w\
ith \`name: \${deployment}\``;return problemWith(rendered,"manifest-version",message)})}function overlaps(objects){let workloads=objects.filter(({object:object2})=>WORKLOADS.
includes(object2.kind)),claims=(one2,other)=>selectorMatches(at(one2.object,"spec","selector"),podLabels(other.object));return workloads.flatMap((one2,i)=>workloads.
slice(i+1).flatMap(other=>{if(!claims(one2,other)&&!claims(other,one2))return[];let[by,of]=claims(one2,other)?[one2,other]:[other,one2],scaled=objects.some(({object:object2})=>object2.
kind==="HorizontalPodAutoscaler"&&[named2(by.object),named2(of.object)].includes(targetOf(object2)??"")),labels=formatLabels(at(by.object,"spec","selector","mat\
chLabels")),message=[`the selector of ${named2(by.object)} (${labels}) also matches the pods of ${named2(of.object)}: `,scaled?"their autoscaler could not tell \
them apart (AmbiguousSelector). ":"","Add a label such as `version: ${version}` to its selector and pod template; a selector cannot be changed, so an existing D\
eployment has to be created anew"].join("");return[problemWith(by,"manifest-overlap",message)]}))}function services({version:version2,objects},other){let deploymentOf=({
version:v,objects:list2})=>list2.find(({object:object2})=>object2.kind==="Deployment"&&object2.metadata.name===v.deployment),[own2,foreign]=[deploymentOf({version:version2,
objects}),deploymentOf(other)];if(!own2||!foreign)return[];let elsewhere=new Set(other.objects.map(({object:object2})=>identity(refOf(object2))));return objects.
filter(({object:object2})=>object2.kind==="Service"&&isMap(at(object2,"spec","selector"))).flatMap(rendered=>{let{object:object2}=rendered,selector2=at(object2,
"spec","selector"),backend=object2.metadata.name===version2.backend.service,both=version2.backend.kind==="subset"&&backend;if(!backend&&elsewhere.has(identity(refOf(
object2))))return[];let reaches={own:labelsMatch(selector2,podLabels(own2.object)),foreign:labelsMatch(selector2,podLabels(foreign.object))},says=`Service ${object2.
metadata.name} (selector ${formatLabels(selector2)})`,report=message=>[problemWith(rendered,"manifest-service",`${says} ${message}`)],missed=deployment=>{let labels=formatLabels(
podLabels(deployment.object)),advice=both?`versions ${version2.name} and ${other.version.name} are subsets of it, so select what their pods have in common`:"mak\
e its selector match them";return report(`does not reach the pods of ${named2(deployment.object)} (${labels}): ${advice}`)};return backend&&!reaches.own?missed(
own2):both&&!reaches.foreign&&!elsewhere.has(identity(refOf(object2)))?missed(foreign):!both&&reaches.foreign?report(`also reaches the pods of version ${other.version.
name}: it would get traffic that no route gave it; add the label that tells the versions apart to its selector`):[]})}var init_version_checks=__esm({"src/worklo\
ad/version-checks.ts"(){"use strict";init_object();init_suggest();init_image();init_json();init_object_checks();init_pod_template();init_rendered_object();init_selector()}});function readDocuments(file2,text3){let lines=new import_yaml2.LineCounter,place=offset=>{let{line:line2,col}=lines.linePos(Math.min(offset,text3.length));return{
line:Math.max(line2,1),column:Math.max(col,1)}},problem=(message,offset)=>({code:"manifest-yaml",message,file:file2,...place(offset)});if(text3.length>BYTES)return{
documents:[],problems:[problem("is larger than 8 MiB: is it a manifest?",0)]};let documents=[],problems=[];try{let composer=new import_yaml2.Composer({version:"\
1.1",customTags:tags=>tags.filter(tag2=>{let{format,tag:name}=typeof tag2=="string"?{format:void 0,tag:tag2}:tag2;return format!=="TIME"&&!/(timestamp|binary|omap|pairs|set)$/.
test(name)}),lineCounter:lines,prettyErrors:!1,logLevel:"silent"});for(let document2 of composer.compose(shallow(text3,lines),!0,text3.length)){let error=document2.
errors[0];error?problems.push(problem(syntaxMessage(error,text3),error.pos[0])):documents.push({file:file2,document:document2,text:text3,place})}}catch(error){if(!(error instanceof
TooDeep))throw error;problems.push(problem(`nests deeper than ${DEPTH} levels: check the brackets and the indentation here`,error.offset))}return{documents,problems}}
function*shallow(text3,lines){let parser=new import_yaml2.Parser(lines.addNewLine);lines.addNewLine(0);for(let lexeme of new import_yaml2.Lexer().lex(text3))if(yield*parser.
next(lexeme),parser.stack.length>DEPTH)throw new TooDeep(Math.max(parser.offset-1,0));yield*parser.end()}function syntaxMessage(error,text3){let start=text3.lastIndexOf(
`
`,error.pos[0]-1)+1,line2=text3.slice(start,text3.indexOf(`
`,error.pos[0])<0?void 0:text3.indexOf(`
`,error.pos[0]));return`is not valid YAML: ${error.message.split(`
`,1)[0].slice(0,200)}: ${hint(error,line2)}`}function hint(error,line2){if(/\{\{.*\}\}/.test(line2))return"this looks like a Helm template: name the chart with \
`helm` instead of the file";if(/[[{,].*\$\{[^}]*\}/.test(line2))return'inside { } and [ ] a placeholder has to be in quotes, "${version}"';if(/^\s*(\.\.\.|…)\s*$/.
test(line2))return"this looks like an excerpt: write out what the dots stand for";switch(error.code){case"TAB_AS_INDENT":return"indent with spaces instead of ta\
bs";case"DUPLICATE_KEY":return"remove one of the two";case"MISSING_CHAR":return"close the quote or bracket";default:return"check the indentation of this line an\
d of the one before: what belongs to a key is indented below it"}}var import_yaml2,DEPTH,BYTES,TooDeep,init_yaml_documents=__esm({"src/workload/yaml-documents.t\
s"(){"use strict";import_yaml2=__toESM(require_dist(),1),DEPTH=100,BYTES=8*1048576;TooDeep=class extends Error{offset;constructor(offset){super("too deep"),this.
offset=offset}}}});async function loadManifests(sources,folder){let problems=[],loaded=[];for(let source2 of sources)try{loaded.push(...await load(source2,folder))}catch(error){problems.
push(error instanceof SourceProblem?error.problem:unreadable(messageOf(error)))}return{folder,sources:loaded,problems}}async function load(source2,folder){switch(source2.
kind){case"file":return files(source2.path,folder);case"kustomize":{let path12=(0,import_node_path2.resolve)(folder,source2.path);return await kustomization(path12,
source2.path),[{kind:"kustomize",path:path12,name:source2.path}]}case"helm":{let values=source2.values.map(file2=>(0,import_node_path2.resolve)(folder,file2));for(let[
i,file2]of values.entries())await existing(file2,source2.values[i]);return[{...source2,chart:await chart(source2.chart,folder),name:source2.chart,values}]}}}async function files(path12,folder){
let full2=(0,import_node_path2.resolve)(folder,path12);if(!(await existing(full2,path12)).isDirectory())return[await text(full2,folder)];let names4=(await(0,import_promises2.readdir)(
full2)).filter(name=>EXTENSIONS.includes((0,import_node_path2.extname)(name).toLowerCase())).sort();if(names4.some(name=>/^kustomization\.ya?ml$/.test(name)))throw new SourceProblem(
unreadable(`${path12} is a kustomization: write \`kustomize: ${path12}\``,path12));if(names4.includes("Chart.yaml"))throw new SourceProblem(unreadable(`${path12}\
 is a Helm chart: write \`helm: ${path12}\``,path12));if(names4.length===0)throw new SourceProblem(unreadable(`${path12} holds no manifests: expected *.yaml, *.\
yml or *.json`,path12));return Promise.all(names4.map(name=>text((0,import_node_path2.join)(full2,name),folder)))}async function text(full2,folder){let file2=(0,import_node_path2.relative)(
folder,full2).split(import_node_path2.sep).join("/"),content=await(0,import_promises2.readFile)(full2,"utf8");if(content.includes("\0"))throw new SourceProblem(
unreadable(`${file2} is not a text file in UTF-8`,file2));return{kind:"text",file:file2,text:content.replace(/^\uFEFF/,"")}}async function existing(full2,path12){
try{return await(0,import_promises2.stat)(full2)}catch(error){let message=error.code==="ENOENT"?`${path12} does not exist: paths start at the folder of the roll\
out file`:`${path12} cannot be read: ${messageOf(error)}`;throw new SourceProblem(unreadable(message,path12))}}async function kustomization(full2,path12){if(!(await existing(
full2,path12)).isDirectory())throw new SourceProblem(unreadable(`${path12} is a file: \`kustomize\` wants the folder of a kustomization.yaml`,path12));if(!(await(0,import_promises2.readdir)(
full2)).some(name=>/^(kustomization\.ya?ml|Kustomization)$/.test(name)))throw new SourceProblem(unreadable(`${path12} holds no kustomization.yaml`,path12))}async function chart(chart2,folder){
if(/^[a-z]+:\/\//i.test(chart2))return chart2;let full2=(0,import_node_path2.resolve)(folder,chart2),local=(0,import_node_path2.isAbsolute)(chart2)||/^\.{1,2}([/\\]|$)/.
test(chart2),found=await(0,import_promises2.stat)(full2).catch(()=>null);return!found&&!local?chart2:(await existing(full2,chart2),found?.isDirectory()&&await existing(
(0,import_node_path2.join)(full2,"Chart.yaml"),`${chart2}/Chart.yaml`),full2)}var import_promises2,import_node_path2,EXTENSIONS,SourceProblem,unreadable,init_manifest_source=__esm(
{"src/workload/manifest-source.ts"(){"use strict";import_promises2=require("node:fs/promises"),import_node_path2=require("node:path");init_errors();EXTENSIONS=[
".yaml",".yml",".json"];SourceProblem=class extends Error{problem;constructor(problem){super(problem.message),this.problem=problem}},unreadable=(message,file2)=>({
code:"manifest-unreadable",message,file:file2})}});async function renderVersion(loaded,values,where){let rendered=await renderObjects(loaded,values,{...where,purpose:"version"});if(!rendered.ok)return rendered;let problems=checkVersion(
rendered.objects,values);return problems.length>0?{ok:!1,problems,objects:rendered.objects,complete:!0}:rendered}async function renderObjects(loaded,values,where){
let problems=[...loaded.problems],objects=[];for(let source2 of loaded.sources){let text3=await renderSource(source2,loaded.folder,values,where);if(!text3.ok){problems.
push(text3.problem);continue}let read3=readDocuments(text3.file,text3.text);problems.push(...read3.problems);for(let document2 of read3.documents){let filled=fillIn(
document2,values);if(problems.push(...filled.problems),!filled.usable)continue;let found=readObjects(document2,where);problems.push(...found.problems),objects.push(
...found.objects)}}let complete=problems.length===0;return problems.push(...checkObjects(objects)),problems.length>0?{ok:!1,problems:inReadingOrder(problems),objects,
complete}:{ok:!0,objects}}function placeholderValues(input){let{rollout,namespace,version:version2,image:image2}=input;return{...version2.values,rollout,namespace,
version:version2.name,deployment:version2.deployment,service:version2.backend.service,...version2.backend.subset===void 0?{}:{subset:version2.backend.subset},...image2===
null?{}:{image:image2}}}function inReadingOrder(problems){let files2=[...new Set(problems.map(({file:file2})=>file2))],seen=new Set;return problems.filter(problem=>{
let text3=JSON.stringify(problem);return seen.has(text3)?!1:seen.add(text3)}).sort((a,b)=>files2.indexOf(a.file)-files2.indexOf(b.file)||(a.line??0)-(b.line??0)||
(a.column??0)-(b.column??0))}var init_manifests=__esm({"src/workload/manifests.ts"(){"use strict";init_manifest_objects();init_manifest_tools();init_placeholders();
init_object_checks();init_version_checks();init_yaml_documents();init_manifest_source()}});function releaseOf(objects,rolloutJson){let sorted=objects.map(object2=>({key:`${identity(refOf(object2))}|${object2.apiVersion}`,object:object2})).sort((a,b)=>a.
key<b.key?-1:1);return shortHash(canonicalJson({objects:sorted.map(({object:object2})=>object2),rollout:rolloutJson}))}function partOfRelease(file2){return withoutLater(
file2.image?{...file2,image:{...file2.image,tags:[],builder:"auto"}}:file2)}var init_release=__esm({"src/workload/release.ts"(){"use strict";init_object();init_later_fields();
init_json()}});function sharedObjects(a,b){let byIdentity2=new Map(b.map(rendered=>[identity(refOf(rendered.object)),rendered])),common3=new Set,shared=[],problems=[];for(let rendered of a){
let key=identity(refOf(rendered.object)),twin=byIdentity2.get(key);twin&&(common3.add(key),same2(rendered.object,twin.object)?shared.push(rendered):problems.push(
problemWith(rendered,"manifest-shared",differs(rendered,twin))))}let own2=rendered=>!common3.has(identity(refOf(rendered.object)));return{shared,onlyA:a.filter(
own2),onlyB:b.filter(own2),problems}}function differs(rendered,twin){let where=firstDifference(rendered.object,twin.object,[]);return`${named2(rendered.object)}\
 has the same name for both versions, but another ${where}: put \${version} into its name, or make its content the same`}function firstDifference(a,b,path12){let keys=value=>isMap(
value)||Array.isArray(value)?Object.keys(value):[],inner=[...new Set([...keys(a),...keys(b)])].find(key=>!same2(child2(a,key),child2(b,key)));return inner===void 0||
!(keys(a).length>0&&keys(b).length>0)?path12.reduce((text3,key)=>/^\d+$/.test(key)?`${text3}[${key}]`:text3===""?key:`${text3}.${key}`,""):firstDifference(child2(
a,inner),child2(b,inner),[...path12,inner])}function child2(value,key){return Array.isArray(value)?value[Number(key)]:isMap(value)?value[key]:void 0}var init_shared=__esm(
{"src/workload/shared.ts"(){"use strict";init_object();init_json();init_rendered_object()}});async function renderRelease(rollout,workspace,image2){let{folder,env}=workspace,where={namespace:rollout.namespace,env},problems=[],complete=!0,failed2=result=>{
problems.push(...result.problems),complete&&=result.complete},loaded=await loadManifests(rollout.manifests,folder),versions=[];for(let version2 of rollout.versions){
let values=placeholderValues({rollout:rollout.name,namespace:rollout.namespace,version:version2,image:image2}),result=await renderVersion(loaded,values,where);result.
ok||failed2(result),versions.push(result.objects)}let sharing=sharedObjects(versions[0],versions[1]),[first,second]=rollout.versions;problems.length===0&&problems.
push(...sharing.problems,...checkPair({version:first,objects:versions[0]},{version:second,objects:versions[1]}));let routes=[];for(let route2 of rollout.routes){
let manifests=await loadManifests(route2.manifests,folder),values={rollout:rollout.name,namespace:rollout.namespace},result=await renderObjects(manifests,values,
{namespace:route2.namespace,env,purpose:"route"});result.ok||failed2(result),routes.push(result.objects)}return{versions,routes,shared:new Set(sharing.shared.map(
o=>identity(refOf(o.object)))),problems:[...new Map(problems.map(problem=>[JSON.stringify(problem),problem])).values()],complete}}async function prepare(rollout,workspace,image2){
let{versions,routes,shared,problems}=await renderRelease(rollout,workspace,image2);if(problems.length>0)throw invalid(...problems);let objects=Object.fromEntries(
rollout.versions.map(({name},i)=>[name,versions[i].map(o=>o.object)]));return{rollout,image:image2,requestedImage:null,release:releaseOf(Object.values(objects).
flat(),partOfRelease(rollout)),rendered:{image:image2,objects},shared,routeManifests:routes.map(list2=>list2.map(o=>o.object))}}function otherVersion(rollout,name){
return rollout.versions.find(v=>v.name!==name)??rollout.versions[1]}function versionNamed(rollout,name){return rollout.versions.find(v=>v.name===name)??rollout.
versions[0]}var init_preparation=__esm({"src/engine/preparation.ts"(){"use strict";init_object();init_errors();init_manifests();init_release();init_shared();init_version_checks()}});async function checkReferenceGrants(kube,rollout){let{namespace}=rollout,elsewhere=rollout.routes.filter(r=>r.kind==="httpRoute"&&r.namespace!==namespace);if(elsewhere.
length===0)return;let services2=rollout.versions.map(({backend})=>backend.service.split(".")[0]),grants=await grantsIn(kube,namespace).catch(error=>{if(error instanceof
KubeError&&error.code==="forbidden")return null;throw error}),missing=grants===null?[]:elsewhere.filter(r=>!grantsServices(grants,r.namespace,services2));if(missing.
length!==0)throw refused(...missing.map(route2=>({code:"reference-grant",message:`HTTPRoute ${route2.namespace}/${route2.name} may not send requests to the Serv\
ices ${services2.join(" and ")} of namespace ${namespace}: no ReferenceGrant there allows it. Create one in ${namespace} with from: [{ group: gateway.networking\
.k8s.io, kind: HTTPRoute, namespace: ${route2.namespace} }] and to: [{ group: '', kind: Service }]`})))}async function grantsIn(kube,namespace){for(let version2 of[
"v1","v1beta1"]){let query2={apiVersion:`gateway.networking.k8s.io/${version2}`,kind:"ReferenceGrant",namespace},grants=await kube.list(query2);if(grants.length>
0)return grants}return[]}var init_reference_grants=__esm({"src/engine/reference-grants.ts"(){"use strict";init_client();init_gateway();init_errors()}});async function planFor(engine,prepared,record,stage2,options){let{rollout}=prepared,active=record?.phase==="active"?record:null,{roles}=rolesOf(rollout,record),
whole=options.first||options.resume||stage2.kind!=="weight"||(active?.firstRun??!0),all2={stable:prepared.rendered.objects[roles.stable.name]??[],canary:prepared.
rendered.objects[roles.canary.name]??[]},obsolete=stage2.kind==="finish"&&active?await obsoleteRefs(engine,active,all2):[],refs=whole?[...refsOf([...all2.stable,
...all2.canary]),...obsolete]:deploymentRefs(rollout);await checkReferenceGrants(engine.kube,rollout);let seen=await observe(engine.kube,rollout,refs,prepared.routeManifests),
rendered=whole?all2:{stable:onlyScalable(all2.stable,seen),canary:onlyScalable(all2.canary,seen)},stableLive=liveDeployment(seen,roles.stable),firstRun=active?active.
firstRun:stableLive===null;!active&&firstRun&&await checkNobodyServes(engine,rollout,roles.stable);let routesInput={rollout,roles,routes:seen.routes},memories=active?
active.routes:rememberRoutes(routesInput,record?.routes??[]),routes={...routesInput,memories},configured=configuredWeight(routes),baseline=baselineOf(active,stableLive,
configured),target=routeStateOf(stage2,{rollout,firstRun}),drift=active?[...driftOf(routes,options.resume?[target]:[]),...options.resume||firstRun?[]:canaryDrift(
rendered.canary,roles.canary,seen)]:[];if(drift.length>0&&!options.repair)throw refused(driftProblem(rollout.name,drift));let input={rollout,roles,firstRun,baseline,
rendered,shared:prepared.shared,live:seen.live,obsolete,destinationRule:seen.destinationRule,autoscalers:seen.autoscalers,routesTo:(state,why)=>routeWrites(routes,
state,why),configured,record:active,longestTimeout:longestTimeout(routesInput)};return{plan:{stage:stage2.name,actions:planStage(stage2,input),notes:[...imageNotes(
rollout,prepared.image),...notesFor(input,routes,record,stage2)]},scene:{rollout,roles,rendered:all2,newReleaseOnStable:firstRun||stage2.kind==="finish"&&promoteMode(
rollout)==="copy"},target,memories,firstRun,baseline,configured,drift,archive:active?.archive?null:()=>archiveOf(engine,prepared,record,seen,roles,firstRun)}}async function obsoleteRefs(engine,{
archive,file:file2},now){let known2=archive?await findArchive(engine.kube,file2.namespace,archive):null,kept=new Set(refsOf([...now.stable,...now.canary]).map(identity));
return refsOf(Object.values(known2?.before?.objects??{}).flat()).filter(ref2=>!kept.has(identity(ref2)))}function rolesOf(rollout,record){let named4=record?rollout.
versions.find(v=>v.name===record.stable):rollout.versions[0];if(!named4)throw refused({code:"versions-renamed",message:`the record of "${rollout.name}" has ${record.
stable} as its stable version, and the file calls its versions ${rollout.versions.map(v=>v.name).join(" and ")}; keep the names`});return{roles:{stable:versionNamed(
rollout,named4.name),canary:otherVersion(rollout,named4.name)}}}function canaryDrift(rendered,canary,seen){let wanted=deploymentNamed(rendered,canary.deployment),
live=liveDeployment(seen,canary);if(!wanted)return[];if(!live)return[`${describe(refOf(wanted))} does not exist any more`];let template={spec:{template:wanted.spec.
template}};return covers("Deployment",[],live,template)?[]:[`${describe(refOf(wanted))}: its pods are not those of the release any more`]}function onlyScalable(objects,seen){
for(let hpa of seen.autoscalers)seen.live.set(identity(refOf(hpa)),hpa);return objects.filter(o=>o.kind==="Deployment"||o.kind==="HorizontalPodAutoscaler")}function liveDeployment(seen,version2){
return deploymentNamed(seen.live.values(),version2.deployment)??null}function baselineOf(active,stable,configured){let ready2=stable?.status?.readyReplicas??0,now=Math.
min(ready2,stable?.spec?.replicas??1);return active?(configured??0)===0&&active.progress==="clean"?Math.max(active.baseline,now):active.baseline:Math.max(1,now)}
async function archiveOf(engine,prepared,record,seen,roles,firstRun){let snapshot=[...seen.live.values()].map(cleanForRestore),before=firstRun?null:await releaseBefore(
engine,prepared,record,seen,roles.stable,snapshot);return{release:prepared.release,now:prepared.rendered,before,snapshot}}async function releaseBefore(engine,prepared,record,seen,stable,snapshot){
let last=record?.lastFinished?await findArchive(engine.kube,prepared.rollout.namespace,record.lastFinished.archive):null;if(last)return last.now;let image2=imageBefore(
prepared,seen,stable),{rendered}=await prepare(prepared.rollout,engine.workspace,image2),own2=new Set(prepared.rendered.objects[stable.name]?.map(o=>identity(refOf(
o)))),exact=snapshot.filter(o=>own2.has(identity(refOf(o))));return{image:image2,objects:{...rendered.objects,[stable.name]:exact}}}function imageBefore(prepared,seen,stable){
let rendered=prepared.rendered.objects[stable.name]?.find(o=>o.kind==="Deployment"&&o.metadata.name===stable.deployment),containers=o=>o?.spec?.template?.spec?.
containers??[],name=containers(rendered).find(c=>c.image===prepared.image)?.name;return containers(liveDeployment(seen,stable)).find(c=>c.name===name)?.image??prepared.
image}var init_stage_plan=__esm({"src/engine/stage-plan.ts"(){"use strict";init_deployment();init_object();init_notes();init_route();init_stage();init_errors();
init_archive();init_compare();init_restore2();init_first_run();init_observe();init_preparation();init_reference_grants()}});async function lookAtRoutes(engine,record){let rollout=record.file,{roles}=rolesOf(rollout,record),routes=await observeRoutes(engine.kube,rollout,[]);return{rollout,
roles,routes,memories:record.routes}}async function mindDrift(engine,record,decision,repair){if(decision.kind!=="unchanged"||record?.phase!=="active")return decision;
let stage2=stageNamed(record.file,decision.stage??""),drift=driftOf(await lookAtRoutes(engine,record),[]);return!stage2||drift.length===0?decision:repair?{kind:"\
resume",stage:stage2}:{kind:"refuse",problem:driftProblem(record.rollout,drift)}}var init_drift=__esm({"src/engine/drift.ts"(){"use strict";init_route();init_rollout();
init_observe();init_stage_plan()}});async function withConfigured(engine,record,result){if(!record)return result;let configured=await lookAtRoutes(engine,record).then(configuredWeight).catch(()=>null);
return{...result,weight:{...result.weight,configured}}}var init_configured=__esm({"src/engine/configured.ts"(){"use strict";init_route();init_drift()}});function sessionOptions(engine,{preempt}){return{store:engine.store,clock:engine.clock,duration:engine.leaseDuration,who:engine.run.who,signal:engine.signal,onWait:text3=>engine.
progress.waiting(text3),preempt}}var init_session_options=__esm({"src/engine/session-options.ts"(){"use strict"}});async function fenceRoutes(engine,session){for(let spec of session.record.file.routes)for(let attempt2=0,done2=!1;!done2;attempt2++){let route2=await engine.kube.
get(routeRef(spec));if(!route2)break;let{[FENCE]:_,...annotations}=route2.metadata.annotations??{},stamped={...annotations,[FENCE]:engine.run.who};try{let touched=await engine.
kube.replace({...route2,metadata:{...route2.metadata,annotations:stamped}}),{annotations:__,...bare}=touched.metadata,metadata=Object.keys(annotations).length>0?
{...bare,annotations}:bare;await engine.kube.replace({...touched,metadata}),done2=!0}catch(error){if(!(error instanceof KubeError)||error.code!=="conflict"||attempt2>=
MAX_TRIES2)throw error;await session.check()}}}var MAX_TRIES2,FENCE,init_fence=__esm({"src/engine/fence.ts"(){"use strict";init_client();init_route();MAX_TRIES2=
20,FENCE="shiftgate.dev/fence"}});function preparedFrom(rollout,release,rendered){return{rollout,release,image:rendered.image,requestedImage:null,rendered,shared:sharedIn(rendered),routeManifests:[]}}
function sharedIn({objects}){let[a=[],b=[]]=Object.values(objects),byIdentity2=new Map(b.map(o=>[identity(refOf(o)),o]));return new Set(a.map(o=>identity(refOf(
o))).filter((key,i)=>byIdentity2.has(key)&&same2(a[i],byIdentity2.get(key))))}var init_from_archive=__esm({"src/engine/from-archive.ts"(){"use strict";init_object();
init_json()}});function harmlessLines(text3,max,most=60){return text3.split(/\r\n|[\n\r\u2028\u2029]/).map(line2=>({indent:/^ */.exec(line2)[0].slice(0,8),line:singleLine(line2,
max)})).filter(({line:line2})=>line2!=="").slice(0,most).map(({indent,line:line2},i)=>i===0?line2:`  ${indent}${line2}`).join(`
`)}function singleLine(text3,max=200){let line2=text3.slice(0,max*8).replace(TERMINAL,"").replace(INVISIBLE," ").replace(/\s+/g," ").trim().replace(/:(?=:)/g,":\
 ").replace(/#(?=#)/g,"# "),characters=Array.from(line2);return characters.length<=max?line2:characters.slice(0,max-1).join("")+"…"}var TERMINAL,INVISIBLE,init_escape=__esm(
{"src/process/escape.ts"(){"use strict";TERMINAL=/(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[@-Z\\-_]/g,INVISIBLE=
/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu}});async function awaitAccepted(engine,session,action,timeout){if(action.ref.kind!=="HTTPRoute"||action.after===null)return null;let{kube,clock,progress,signal}=engine,
deadline=clock.now()+timeout,refusedSince=null;for(;;){let route2=await kube.get(action.ref),acceptance=route2?acceptanceOf(route2):{kind:"waiting",why:"it is n\
ot there"};if(acceptance.kind==="accepted")return null;if(acceptance.kind==="unresolved"&&wasUnresolved(action,acceptance.why))return progress.step(`${describe(
action.ref)}: as before, ${singleLine(acceptance.why)}`),null;if(refusedSince=acceptance.kind!=="waiting"?refusedSince??clock.now():null,refusedSince!==null&&clock.
now()-refusedSince>=SETTLED||clock.now()>=deadline)return answer(engine,session,action,acceptance);progress.waiting(`${describe(action.ref)}: ${singleLine(acceptance.
why)}`),await clock.sleep(POLL,signal),await session.check()}}function wasUnresolved({before},why){if(!before)return!1;let old=acceptanceOf(before);return old.kind===
"unresolved"&&old.why===why}function answer(engine,session,action,acceptance){let name=describe(action.ref),why=singleLine(acceptance.why),advice=why.includes("\
RefNotPermitted")?"; a Service of another namespace needs a ReferenceGrant there that names HTTPRoute and this namespace":"",reason=acceptance.kind==="waiting"?
`${name} is stored, but nobody has taken it up: ${why}; is a controller of the Gateway API running that knows its parents?`:`${name} is stored, but not served a\
s written: ${why}${advice}`;return session.record.intent?.command==="abort"?(engine.progress.step(reason),null):{kind:"served",verdict:acceptance.kind==="waitin\
g"?"error":"fail",reason}}var SETTLED,POLL,init_acceptance=__esm({"src/engine/acceptance.ts"(){"use strict";init_object();init_gateway();init_escape();SETTLED=5e3,
POLL=100}});var init_context=__esm({"src/engine/context.ts"(){"use strict"}});function unknownFields(error){return!(error instanceof KubeError)||error.code!=="invalid"?[]:[...error.message.matchAll(UNKNOWN)].map(match=>match[1])}function lostFields(sent,stored){
return lost(specOf(sent)??null,specOf(stored),"spec")}function specOf(object2){let{spec}=object2;return spec}function lost(sent,stored,path12){return stored===void 0?
[path12]:isList2(sent)?isList2(stored)?sent.flatMap((item,i)=>lost(item,stored[i],`${path12}[${i}]`)):[]:!isObject(sent)||!isObject(stored)?[]:Object.entries(sent).
flatMap(([key,value])=>value==null?[]:lost(value,stored[key],`${path12}.${key}`))}function isList2(value){return Array.isArray(value)}function isObject(value){return typeof value==
"object"&&value!==null&&!Array.isArray(value)}async function putBack(kube,before,ours){for(let attempt2=1;;attempt2++){let live=await kube.get(refOf(ours));if(!live||
live.metadata.generation!==ours.metadata.generation)return;let{resourceVersion}=live.metadata;try{await kube.replace({...before,metadata:{...before.metadata,resourceVersion}});
return}catch(error){if(!(error instanceof KubeError)||error.code!=="conflict"||attempt2===ATTEMPTS)throw error}}}function notStoredReason(ref2,fields7,{putBack:putBack2}){
let listed2=singleLine(fields7.join(", "),300),advice=fields7.some(field2=>SHARE_OF_MIRROR.test(field2))?"without it a copy of every request would be sent: that\
 field came with Gateway API 1.3, so install 1.3 or later, or write mirror: 100":"its custom resource definitions are older than what the stage needs: update th\
em, or leave that out of the stage",now=putBack2?"it was put back as it was":"it was not changed";return`${describe(ref2)}: the cluster does not know ${listed2}\
; ${advice}; ${now}`}var UNKNOWN,SHARE_OF_MIRROR,ATTEMPTS,init_stored_as_sent=__esm({"src/engine/stored-as-sent.ts"(){"use strict";init_client();init_object();init_escape();
UNKNOWN=/unknown field "([^"]+)"/g,SHARE_OF_MIRROR=/requestMirror\.(percent|fraction)/;ATTEMPTS=10}});function stirlingError(n){if(n<=15){let factorial=1;for(let i=2;i<=n;i++)factorial*=i;return Math.log(factorial)-(n+.5)*Math.log(n)+n-.5*Math.log(2*Math.PI)}let square=n*
n;return(1/12-(1/360-(1/1260-(1/1680-1/1188/square)/square)/square)/square)/n}function deviance(x,m){if(Math.abs(x-m)>=.1*(x+m))return x*Math.log(x/m)+m-x;let v=(x-
m)/(x+m),sum=(x-m)*v,power=2*x*v;for(let j=3;;j+=2){power*=v*v;let next=sum+power/j;if(next===sum)return sum;sum=next}}function binomialProbability(k,n,p){if(k<
0||k>n)return 0;if(p<=0)return k===0?1:0;if(p>=1)return k===n?1:0;if(k===0)return Math.exp(n*Math.log1p(-p));if(k===n)return Math.exp(n*Math.log(p));let exponent=stirlingError(
n)-stirlingError(k)-stirlingError(n-k)-deviance(k,n*p)-deviance(n-k,n*(1-p));return Math.exp(exponent)*Math.sqrt(n/(2*Math.PI*k*(n-k)))}function tail2(k,n,p,step){
let first=binomialProbability(k,n,p);if(first===0)return 0;let odds=p/(1-p),term=first,sum=first;for(let i=k;step===1?i<n:i>0;i+=step){term*=step===1?(n-i)/(i+1)*
odds:i/(n-i+1)/odds;let next=sum+term;if(next===sum)break;sum=next}return Math.min(1,sum)}function binomialPValueUpper(k,n,p){return k<=0?1:k>n||p<=0?0:p>=1?1:k>
n*p?tail2(k,n,p,1):Math.max(0,1-tail2(k-1,n,p,-1))}function binomialPValueLower(k,n,p){return k<0?0:k>=n||p<=0?1:p>=1?0:k<n*p?tail2(k,n,p,-1):Math.max(0,1-tail2(
k+1,n,p,1))}var init_binomial=__esm({"src/stats/binomial.ts"(){"use strict"}});function binomialInterval(successes,n,alpha){let k=successes;return n===0?{low:0,high:1}:{low:k===0?0:turningPoint(0,k/n,p=>binomialPValueUpper(k,n,p)<alpha/2),
high:k===n?1:turningPoint(k/n,1,p=>binomialPValueLower(k,n,p)>=alpha/2)}}function turningPoint(low,high,holds3){for(;;){let middle=(low+high)/2;if(middle<=low||
middle>=high)return middle;holds3(middle)?low=middle:high=middle}}function binomialAcceptance(n,p,alpha){return{low:firstCount(n,k=>binomialPValueLower(k,n,p)>alpha/
2),high:n-firstCount(n,k=>binomialPValueUpper(n-k,n,p)>alpha/2)}}function firstCount(n,holds3){let low=0,high=n;for(;low<high;){let middle=Math.floor((low+high)/
2);holds3(middle)?high=middle:low=middle+1}return low}var init_proportion=__esm({"src/stats/proportion.ts"(){"use strict";init_binomial()}});function quantile(values,q){if(values.length===0)return null;let sorted=Float64Array.from(values).sort(),position=(sorted.length-1)*Math.min(1,Math.max(0,q)),below=sorted[Math.
floor(position)],above=sorted[Math.ceil(position)];return below+(above-below)*(position-Math.floor(position))}var init_quantile=__esm({"src/stats/quantile.ts"(){
"use strict"}});function keyToRole(key,names4){return key===names4.stable?"stable":key===names4.canary?"canary":key==="stable"||key==="canary"?key:null}function countOf2(role,counts,names4){
let sum=0;for(let[key,count2]of Object.entries(counts))keyToRole(key,names4)===role&&(sum+=count2);return sum}var init_roles=__esm({"src/gates/traffic/roles.ts"(){
"use strict"}});function assessShare(sample,expected,names4,level=SHARE_LEVEL){let{groups:groups2,alpha}=testsOf(sample,level),wrong=contradicted(sample,expected,names4,level);
if(wrong!==null)return{verdict:"inconclusive",reason:wrong};let{stable,canary}=sides(sample.counts,names4),n=stable+canary,seen=`${canary} of ${n} answers from ${names4.
canary}, expected ${percent(expected)}`,unclear=why=>({verdict:"inconclusive",reason:`${seen}: ${why}`});if(n<MIN_ANSWERS)return unclear(`fewer than ${MIN_ANSWERS}\
 answers tell nothing`);let silent=groups2.find(({counts})=>Object.keys(counts).length===0);if(silent)return unclear(`no attributed answer${silent.where}`);let accepted=k=>!rejected(
k,n,expected,alpha);return expected>0&&expected<1&&(accepted(0)||accepted(n))?unclear(`too few requests to tell that share from ${accepted(0)?"none":"all"}`):{verdict:"\
pass",reason:seen}}function contradicted(sample,expected,names4,level=SHARE_LEVEL){let{groups:groups2,alpha}=testsOf(sample,level),[total,...addresses]=groups2.
map(({where,counts})=>contradiction(counts,expected,names4,alpha,where)),wrong=addresses.filter(text3=>text3!==null);return wrong.length>0&&wrong.length<addresses.
length?wrong.join("; "):total??wrong[0]??null}function testsOf(sample,level){let groups2=[{where:"",counts:sample.counts}],addresses=Object.entries(sample.perAddress);
return addresses.length>1&&groups2.push(...addresses.map(([text3,{counts}])=>({where:` at ${text3}`,counts}))),{groups:groups2,alpha:level/groups2.length}}function contradiction(counts,expected,names4,alpha,where=""){
let{stable,canary}=sides(counts,names4),n=stable+canary;if(!rejected(canary,n,expected,alpha))return null;if(expected>=1)return`${stable} of ${n} answers${where}\
 from ${names4.stable}, expected 0`;let{low,high}=binomialAcceptance(n,expected,alpha),range3=expected<=0?"0":`${low} to ${high} (${percent(expected)})`;return`${canary}\
 of ${n} answers${where} from ${names4.canary}, expected ${range3}`}function assessErrors(sample,limits2,names4,level=LIMIT_LEVEL){let side=role=>({k:countOf2(role,
sample.bad,names4),n:countOf2(role,sample.counts,names4),what:`answers from ${names4[role]}`}),judged=[side("canary"),side("stable"),{k:sample.errors,n:sample.n,
what:"answers"}].map(group2=>({...group2,verdict:withinLimit(group2.k,group2.n,limits2.errors,level)})),worst2=judged.find(({verdict})=>verdict==="fail")??judged.
find(({verdict})=>verdict==="inconclusive")??judged[2],share4=worst2.n===0?"":` (${percent(worst2.k/worst2.n)}${kinds(sample,worst2.k)})`,numbers2=`${worst2.k} \
of ${worst2.n} ${worst2.what} were errors${share4}, limit ${percent(limits2.errors)}`,doubt=worst2.verdict==="inconclusive"?": not enough requests to exclude ch\
ance":"";return{verdict:sample.n===0?"inconclusive":worst2.verdict,reason:numbers2+doubt+example(sample)}}function assessLatency(sample,limits2,names4,level=LIMIT_LEVEL){
let values=Object.entries(sample.latencies).flatMap(([key,ms])=>countOf2("canary",{[key]:1},names4)===1?ms:[]),judged=[];for(let[name,q,limit,least]of[["p50",.5,
limits2.p50,MIN_ANSWERS],["p99",.99,limits2.p99,MIN_P99]]){if(limit===null)continue;let n=values.length,slow=values.filter(ms=>ms>limit).length,value=quantile(values,
q),measured=value===null?`no good answers from ${names4.canary}`:`${name} of ${n} answers from ${names4.canary} is ${milliseconds(value)}`,verdict=withinLimit(slow,
n,1-q,level),reason=`${measured}, limit ${milliseconds(limit)}`;n<least&&verdict!=="fail"?judged.push({verdict:"inconclusive",reason:`${reason}: needs ${least} \
answers`}):verdict==="inconclusive"?judged.push({verdict,reason:`${reason}: not enough answers to exclude chance`}):judged.push({verdict,reason})}return judged.
find(a=>a.verdict==="fail")??judged.find(a=>a.verdict==="inconclusive")??{verdict:"pass",reason:judged.map(a=>a.reason).join("; ")}}function rejected(k,n,p,alpha){
return Math.min(binomialPValueLower(k,n,p),binomialPValueUpper(k,n,p))<=alpha/2}function withinLimit(k,n,limit,level){return k<=limit*n*(1+1e-12)?"pass":binomialPValueUpper(
k,n,limit)<level?"fail":"inconclusive"}function sides(counts,names4){return{stable:countOf2("stable",counts,names4),canary:countOf2("canary",counts,names4)}}function kinds(sample,k){
if(k===0)return"";let counts=Object.entries(sample.errorKinds).sort(([,a],[,b])=>b.count-a.count).map(([kind,{count:count2}])=>`${kind}: ${count2}`).join(", ");
return k===sample.errors?`, ${counts}`:`; all errors: ${counts}`}function example(sample){let[commonest]=Object.values(sample.errorKinds).sort((a,b)=>b.count-a.
count),text3=commonest?.examples[0];return text3===void 0?"":`; e.g. ${text3}`}function percent(share4){let value=share4*100;return`${Number(value!==0&&Math.abs(
value)<.01?value.toPrecision(2):value.toFixed(2))} %`}function milliseconds(ms){return`${Number(ms<10?ms.toFixed(1):ms.toFixed(0))} ms`}var SHARE_LEVEL,LIMIT_LEVEL,
MIN_ANSWERS,MIN_P99,init_assess=__esm({"src/gates/traffic/assess.ts"(){"use strict";init_binomial();init_proportion();init_quantile();init_roles();SHARE_LEVEL=1e-6,
LIMIT_LEVEL=.001,MIN_ANSWERS=20,MIN_P99=100}});async function awaitAgreement(options){let{clock,signal,deadline}=options,began=clock.now();try{let addresses=options.addresses??await options.prober.addresses();
if(addresses.length===0)throw new CannotLook("no address to send requests to");let waiting=addresses.map(watch);for(let pause3=FIRST_PAUSE;;pause3=Math.min(LONGEST_PAUSE,
pause3*1.5)){await options.stillOurs();let agreed=await Promise.all(waiting.map(watched=>agrees(watched,options)));if(waiting=waiting.filter((_,i)=>agreed[i]!==
!0),waiting.length===0)return agreement(addresses.length,options);for(let watched of waiting)remind(watched,options,began);let left=deadline-clock.now();if(left<=
0)return disagreement(waiting);await clock.sleep(Math.min(pause3,left),signal)}}catch(error){if(error instanceof CannotLook)return{kind:"served",verdict:"error",
reason:error.message};throw error}}async function agrees(watched,options){let{share:share4}=options.expected,state=await(share4>0&&share4<1?pollShare(watched,options,
share4):pollSide(watched,options,share4));if(state!=="unclear")return watched.unclearSince=null,state==="agrees";let now=options.clock.now();return watched.unclearSince??=
now,options.unattributed==="leave-to-gate"&&now-watched.unclearSince>=PATIENCE}async function pollSide(watched,options,share4){let wanted=options.confirmations??
CONFIRMATIONS,role=share4>=1?"canary":"stable",right=({version:version2})=>version2!==null&&keyToRole(version2,options.expected.names)===role,silent=({version:version2,
reached})=>version2===null&&reached,unclear=!1;for(let asked=0;asked<wanted;){let size=asked===0?1:Math.min(CONCURRENCY,wanted-asked),answers=await ask(watched.
address,size,options);if(watched.latest=[...watched.latest,...answers].slice(-wanted),watched.text=summary2(watched.latest,answer3=>!right(answer3)),!answers.every(
answer3=>right(answer3)||silent(answer3)))return"disagrees";if(unclear||=answers.some(silent),unclear&&options.unattributed==="disagree")return"unclear";asked+=
size}return unclear?"unclear":"agrees"}async function pollShare(watched,options,share4){let n=Math.min(1e3,Math.max(100,Math.ceil(10/Math.min(share4,1-share4)))),
answers=[];for(;answers.length<n;){if(answers.push(...await ask(watched.address,Math.min(CONCURRENCY*2,n-answers.length),options)),watched.latest=answers,watched.
text=summary2(answers,({version:version2})=>version2===null),answers.some(({reached})=>!reached))return"disagrees";if(answers.length>=CONCURRENCY*2&&answers.every(
({version:version2})=>version2===null))return"unclear"}let{names:names4}=options.expected,counts=countsOf(answers),unattributed=answers.filter(({version:version2})=>version2===
null).length;if(unattributed===0){let wrong=contradiction(counts,share4,names4,LEVEL);return watched.text=wrong??"",wrong===null?"agrees":"disagrees"}let{low,high}=binomialAcceptance(
n,share4,LEVEL),canary=countOf2("canary",counts,names4);return canary>high||canary+unattributed<low?"disagrees":"unclear"}function ask(address2,n,{prober,signal}){
return Promise.all(Array.from({length:n},()=>prober.send({address:address2,fresh:!0,signal})))}function countsOf(answers){let counts={};for(let{version:version2}of answers)
version2!==null&&(counts[version2]=(counts[version2]??0)+1);return counts}function summary2(answers,wrong){let groups2=new Map;for(let answer3 of answers.filter(
wrong)){let text3=answer3.version===null?`told no version (${answer3.kind}: ${answer3.error})`:`from ${answer3.version}`;groups2.set(text3,(groups2.get(text3)??
0)+1)}return[...groups2].sort(([,a],[,b])=>b-a).slice(0,3).map(([text3,count2])=>`${count2} of ${answers.length} answers ${text3}`).join(", ")}function remind(watched,{
clock,onWaiting},began){let now=clock.now(),about=watched.text.replace(/\d+/g,"");(watched.told===null?now-began>=QUIET:watched.told.about!==about||now-watched.
told.at>=REMIND)&&(watched.told={at:now,about},onWaiting?.(watched.address.text,`waiting for ${watched.address.text}: ${watched.text}`))}function agreement(addresses,{
expected,confirmations=CONFIRMATIONS}){let where=addresses===1?"1 address serves":`all ${addresses} addresses serve`,{share:share4,names:names4}=expected,side=share4>=
1?names4.canary:names4.stable,what3=share4>0&&share4<1?`${percent(share4)} from ${names4.canary}`:`${side}: ${confirmations} consecutive answers${addresses===1?
"":" each"}`;return{kind:"served",verdict:"pass",reason:`${where} ${what3}`}}function disagreement(waiting){let blind=waiting.every(({latest:latest2})=>latest2.
every(({status:status2})=>status2===null)),reason=waiting.map(({address:address2,text:text3})=>`${address2.text}: ${text3}`).join("; ");return{kind:"served",verdict:blind?
"error":"inconclusive",reason:blind?`no answer from ${reason}`:`not every address serves the new route: ${reason}`}}var CONFIRMATIONS,FIRST_PAUSE,LONGEST_PAUSE,
CONCURRENCY,QUIET,REMIND,LEVEL,PATIENCE,watch,init_agreement=__esm({"src/gates/traffic/agreement.ts"(){"use strict";init_proportion();init_assess();init_cannot_look();
init_roles();CONFIRMATIONS=20,FIRST_PAUSE=20,LONGEST_PAUSE=1e3,CONCURRENCY=8,QUIET=500,REMIND=5e3,LEVEL=1e-4,PATIENCE=5e3;watch=address2=>({address:address2,latest:[],
text:"not asked yet",unclearSince:null,told:null})}});function proberOf(engine,scene,dial2){let{traffic:traffic2,versions}=scene.rollout;if(!traffic2)return null;let asked=dial2?{...traffic2,url:traffic2.url.replace(
/^https:/,"http:")}:traffic2;return engine.prober(asked,versions.map(v=>v.name),dial2)}var init_scene=__esm({"src/engine/scene.ts"(){"use strict"}});function expectedOf(scene,state){let names4={stable:scene.roles.stable.name,canary:scene.roles.canary.name},share4=canaryShare(state)/100,{traffic:traffic2}=scene.
rollout,byRelease=traffic2!==null&&tellsRelease(traffic2,names4);return{share:scene.newReleaseOnStable&&byRelease?1:share4,names:names4}}function tellsRelease(traffic2,names4){
let{identify}=traffic2,keys=identify.by==="body"?identify.patterns:identify.by==="band"?identify.bands:identify.values;return keys!==null&&!Object.keys(keys).some(
key=>key===names4.stable||key===names4.canary)}async function confirmServed(engine,session,scene,{state,beforeRemoval}){let prober=proberOf(engine,scene);if(!prober)
return{kind:"served",verdict:"pass",reason:'nobody looked: the file has no "traffic" block; the drain has to do'};engine.progress.step("asking every gateway add\
ress whether it serves the new route");try{let result=await awaitAgreement({prober,expected:expectedOf(scene,state),unattributed:beforeRemoval?"disagree":"leave\
-to-gate",deadline:engine.clock.now()+scene.rollout.timeouts.confirm,clock:engine.clock,signal:engine.signal,onWaiting:(_address,text3)=>engine.progress.step(text3),
stillOurs:()=>session.check()});return result.verdict!=="error"||session.record.intent?.command!=="abort"?result:{...result,verdict:"pass",reason:`nobody could \
look (${result.reason}); the drain has to do`}}finally{prober.close()}}var init_served=__esm({"src/engine/served.ts"(){"use strict";init_agreement();init_route_state();
init_scene()}});function comparePodTemplates(liveStable,liveCanary,renderedStable,renderedCanary){let allowed=templateDifferences(renderedStable,renderedCanary).map(({path:path12})=>path12);
return templateDifferences(liveStable,liveCanary).filter(({path:path12})=>path12.at(-1)!==RESTARTED_AT).filter(({path:path12})=>!allowed.some(start=>start.every(
(key,i)=>key===path12[i]))).map(({path:path12,left,right})=>`${formatPath(path12)}: ${show2(left)} on stable, ${show2(right)} on canary`)}function templateDifferences(left,right){
let base=podTemplatePath(left)??[],differences2=[];return walk(base,[],podTemplateOf(left)??{},podTemplateOf(right)??{}),differences2;function walk(place,path12,a,b){
if(isMap(a)&&isMap(b)){for(let key of new Set([...Object.keys(a),...Object.keys(b)]))walk([...place,key],[...path12,key],a[key],b[key]);return}let keys=listKeys(
left.kind,place),[ours,theirs]=[keys&&byKey(a,keys),keys&&byKey(b,keys)];if(ours&&theirs){for(let[key,one2,other]of pairs(place.at(-1),ours,theirs))walk(place,[
...path12,`[${key}]`],one2,other);return}same2(a??void 0,b??void 0)||isQuantityPath(place)&&sameQuantity(a,b)||differences2.push({path:path12,left:a,right:b})}}
function pairs(list2,ours,theirs){let common3=[...ours.keys()].filter(key=>theirs.has(key)),onlyOurs=[...ours.keys()].filter(key=>!theirs.has(key)),onlyTheirs=[
...theirs.keys()].filter(key=>!ours.has(key)),byPosition=/ontainers$/.test(list2)&&onlyOurs.length===onlyTheirs.length;return[...common3.map(key=>[key,ours.get(
key),theirs.get(key)]),...onlyOurs.map((key,i)=>[key,ours.get(key),byPosition?theirs.get(onlyTheirs[i]):void 0]),...byPosition?[]:onlyTheirs.map(key=>[key,void 0,
theirs.get(key)])]}function formatPath(path12){return path12.reduce((text3,key)=>key.startsWith("[")||text3===""?`${text3}${key}`:`${text3}.${key}`,"")}function show2(value){
if(value==null)return"absent";let text3=JSON.stringify(value);return text3.length>120?`${text3.slice(0,117)}...`:text3}var RESTARTED_AT,init_pod_templates=__esm(
{"src/workload/pod-templates.ts"(){"use strict";init_json();init_list_keys();init_pod_template();init_quantity();RESTARTED_AT="kubectl.kubernetes.io/restartedAt"}});async function compareTemplates(engine,scene){let[stable,canary]=await Promise.all([live("stable"),live("canary")]),rendered={stable:renderedDeployment("stable"),
canary:renderedDeployment("canary")};if(!stable||!canary||!rendered.stable||!rendered.canary)return{kind:"readiness",verdict:"error",reason:"a Deployment vanish\
ed while stable was being redeployed"};let differences2=comparePodTemplates(stable,canary,rendered.stable,rendered.canary);if(differences2.length===0)return{kind:"\
readiness",verdict:"pass",reason:`${scene.roles.stable.deployment} has the pod template of ${scene.roles.canary.deployment}`};return{kind:"readiness",verdict:"f\
ail",reason:`${scene.roles.stable.deployment} is not what ${scene.roles.canary.deployment} is: ${differences2.slice(0,5).join("; ")}${differences2.length>5?` an\
d ${differences2.length-5} more`:""}; remove the difference from the Deployment, then advance again`};function live(role){return engine.kube.get({apiVersion:"ap\
ps/v1",kind:"Deployment",namespace:scene.rollout.namespace,name:scene.roles[role].deployment})}function renderedDeployment(role){return deploymentNamed(scene.rendered[role],
scene.roles[role].deployment)}}var init_templates=__esm({"src/engine/templates.ts"(){"use strict";init_deployment();init_pod_templates()}});async function warmUp2(engine,session,scene,action){let{kube}=engine,namespace=scene.rollout.namespace,deployment=await kube.get({apiVersion:"apps/v1",kind:"Dep\
loyment",namespace,name:action.deployment});if(!deployment)return{kind:"warm-up",verdict:"fail",reason:`Deployment ${action.deployment} is gone`};let pods=(await podsOf(
engine,namespace,deployment)).filter(isReady),{backend}=scene.roles[action.role],service=await serviceOf3(engine,scene,action.role),answered=0;for(let pod2 of pods){
let port=portBehind(service,backend,pod2);if(port===null)return{kind:"warm-up",verdict:"error",reason:`cannot tell which port of pod ${pod2.metadata.name} Servi\
ce ${backend.service} sends to; name the port in versions.${scene.roles[action.role].name}.port`};let failure2=await askUntilGood(engine,session,scene,pod2,port);
if(failure2)return failure2;answered++}return answered===0?{kind:"warm-up",verdict:"inconclusive",reason:`${action.deployment} has no ready pod to warm up`}:{kind:"\
warm-up",verdict:"pass",reason:`${answered} of ${pods.length} pods of ${action.deployment} answered a request`}}async function askUntilGood(engine,session,scene,pod2,port){
let{kube,clock}=engine,target={namespace:scene.rollout.namespace,name:pod2.metadata.name,port},notAllowed=!1,prober=proberOf(engine,scene,()=>kube.connect(target).
catch(error=>{throw notAllowed=error instanceof KubeError&&(error.code==="forbidden"||error.code==="unauthorized"),error}));if(!prober)return null;let deadline=clock.
now()+scene.rollout.timeouts.ready,couldAsk=!1,last="";for(let attempt2=0;attempt2<5||clock.now()<deadline;attempt2++){try{let[address2]=await prober.addresses(),
answer3=await prober.send({address:address2,fresh:!0});if(couldAsk||=answer3.status!==null,answer3.good||answer3.kind==="unidentified")return null;last=answer3.
error??`HTTP ${answer3.status}`}catch(error){last=messageOf(error)}if(notAllowed)break;await clock.sleep(Math.min(1e3,50*2**attempt2),engine.signal),await session.
check()}return{kind:"warm-up",verdict:couldAsk?"fail":"error",reason:`pod ${pod2.metadata.name} gave no good answer on port ${port} before it was to get traffic\
: ${last}`}}var init_warm_up=__esm({"src/engine/warm-up.ts"(){"use strict";init_client();init_errors();init_readiness2();init_scene();init_version_pods()}});async function execute(engine,session,scene,actions,changes){let results=[],versions=new Map;for(let[index,action]of actions.entries()){engine.progress.percent?.(
Math.floor(index*60/actions.length)),await session.check(),engine.signal.throwIfAborted();let result=await perform(action);if(result&&(results.push(result),result.
verdict!=="pass"))return{results,stopped:result}}return{results,stopped:null};async function perform(action){switch(action.kind){case"write":{let refused3=await write(
engine,session,action,versions);return refused3||(changes.push(changeOf(action)),awaitAccepted(engine,session,action,scene.rollout.timeouts.confirm))}case"await\
-ready":return awaitReady(engine,session,scene,action);case"await-gone":return awaitGone2(engine,session,scene,action);case"warm-up":return warmUp2(engine,session,
scene,action);case"confirm":return confirmServed(engine,session,scene,action);case"compare-templates":return compareTemplates(engine,scene);case"drain":return await drain2(
engine,session,action.duration,action.why),null;case"release-fields":return await session.repeat(()=>releaseFields2(engine,action)),null}}}async function write(engine,session,action,versions){
let key=identity(action.ref),whole=action.remember?.kind==="route"&&session.record.intent?.command!=="abort";action.after===null&&await markRemoving(session);try{
let saved=await send(engine,action,versions.get(key),whole),lost2=whole&&saved&&action.before?lostFields(action.after,saved):[];if(lost2.length>0)return await putBack(
engine.kube,action.before,saved),notStored(action,lost2,!0);saved?.metadata.resourceVersion&&versions.set(key,saved.metadata.resourceVersion)}catch(error){let unknown2=whole?
unknownFields(error):[];if(unknown2.length>0)return notStored(action,unknown2,!1);throw error instanceof LeaseStale?new Replan(error.message,{cause:error}):error instanceof
KubeError&&(error.code==="conflict"||error.code==="already-exists"||isGone(error,action)||error.ambiguous)?new Replan(`${describe(action.ref)} was changed by so\
mebody else`,{cause:error}):error}let done2=action.after===null?"deleted":action.before===null?"created":"updated";if(engine.progress.step(`${done2} ${describe(
action.ref)}: ${action.why}`),action.remember?.kind==="route"){let{index,memory}=action.remember;await session.save(record=>({...record,routes:record.routes.map(
(r,i)=>i===index?memory:r),routeChangedAt:engine.kube.timestamp()}))}return null}function notStored(action,fields7,putBack2){return{kind:"served",verdict:"fail",
reason:notStoredReason(action.ref,fields7,{putBack:putBack2})}}function isGone(error,action){return error.code==="not-found"&&action.before!==null}async function markRemoving(session){
let{intent,progress}=session.record;intent?.command==="abort"||progress==="removing"||await session.save(record=>({...record,progress:"removing"}))}async function send(engine,action,ourVersion,strict){
let{kube}=engine;if(action.after===null){let{uid}=action.before.metadata;return await kube.delete(action.ref,{uid}),null}let object2=ourVersion?withVersion2(action.
after,ourVersion):action.after;switch(action.verb){case"apply":return kube.apply(object2,{force:action.before!==null});case"create":return kube.create(object2);case"\
replace":return kube.replace(object2,{strict});case"delete":return null}}function withVersion2(object2,resourceVersion){return{...object2,metadata:{...object2.metadata,
resourceVersion}}}async function drain2(engine,session,duration2,why){if(duration2<=0)return;engine.progress.step(`waiting ${formatDuration(duration2)} ${why}`);
let until=engine.clock.now()+duration2;for(let left=duration2;left>0;left=until-engine.clock.now())engine.progress.waiting(`${formatDuration(left)} left`),await engine.
clock.sleep(Math.min(1e3,left),engine.signal),await session.check()}async function releaseFields2(engine,action){for(let attempt2=0;attempt2<5;attempt2++){let live=await engine.
kube.get(action.ref),fields7=live?.metadata.managedFields??[],kept=fields7.filter(f=>f.manager!==FIELD_MANAGER);if(!live||kept.length===fields7.length)return;try{
let value=kept.length>0?kept:[{}];await engine.kube.patch(action.ref,[{op:"test",path:"/metadata/resourceVersion",value:live.metadata.resourceVersion},{op:"repl\
ace",path:"/metadata/managedFields",value}]);return}catch(error){if(!(error instanceof KubeError)||error.code!=="conflict")throw error}}}var Replan,init_execute=__esm(
{"src/engine/execute.ts"(){"use strict";init_client();init_object();init_client();init_duration();init_plan();init_session();init_acceptance();init_context();init_stored_as_sent();
init_served();init_readiness2();init_templates();init_warm_up();Replan=class extends Error{}}});function startRollout(engine,prepared,before,plan,stage2,approval,kind){let{roles}=rolesOf(prepared.rollout,before),record={schema:1,tool:engine.toolVersion,rollout:prepared.
rollout.name,phase:"active",kind,stable:roles.stable.name,canary:roles.canary.name,firstRun:plan.firstRun,file:prepared.rollout,release:prepared.release,image:prepared.
image,requestedImage:prepared.requestedImage,owner:{run:engine.run.id,link:engine.run.link,since:engine.clock.timestamp()},stage:null,stageState:"passed",heldBecause:null,
routeChangedAt:null,baseline:plan.baseline,intent:null,progress:"clean",routes:plan.memories,autoscalers:[],created:[],archive:null,archiving:null,lastFinished:before?.
lastFinished??null,lastFile:lastFileOf(before),served:null,history:before?.history??[]},started2=withHistory(record,entry(engine,record,kind==="rollback"?"rolli\
ng-back":"started",stage2.name));return enterStage(engine,started2,plan,stage2,approval)}function enterStage(engine,record,plan,stage2,approval){let again=record.
stage===stage2.name,entered={...record,stage:stage2.name,stageState:"entering",heldBecause:null,baseline:plan.baseline,served:again?record.served:null,routeChangedAt:again?
record.routeChangedAt:null},noted=again&&!isNew(approval,record)?entered:withHistory(entered,{...entry(engine,entered,"entered",stage2.name),approval});return beforeEffects(
engine,noted,plan)}function isNew(approval,record){if(!approval?.evidence)return!1;let last=record.history.findLast(h=>h.approval?.stage===approval.stage)?.approval;
return JSON.stringify(last?.evidence)!==JSON.stringify(approval.evidence)}function beforeEffects(engine,record,plan){let writes=writesOf(plan.plan),routes=record.
routes.map((old,index)=>{let write2=writes.find(w=>w.remember?.kind==="route"&&w.remember.index===index);return write2?.remember?.kind==="route"?{...write2.remember.
memory,state:old.state}:old}),changesRoute=writes.some(w=>w.remember?.kind==="route");return{...record,tool:engine.toolVersion,intent:record.intent?.command==="\
abort"?record.intent:{command:"advance",stage:record.stage,route:plan.target,reason:null},routes,routeChangedAt:changesRoute?null:record.routeChangedAt,autoscalers:raised(
record,plan),created:created2(record,plan),progress:progressOf(record,plan)}}function raised(record,plan){let known2=new Set(record.autoscalers.map(a=>identity(
a.ref))),fresh=writesOf(plan.plan).flatMap(w=>w.remember?.kind!=="autoscaler"||known2.has(identity(w.remember.ref))?[]:[{ref:w.remember.ref,minReplicas:w.remember.
minReplicas}]);return[...record.autoscalers,...fresh]}function created2(record,plan){let known2=new Set(record.created.map(identity)),fresh=writesOf(plan.plan).
filter(w=>w.before===null&&!known2.has(identity(w.ref)));return[...record.created,...fresh.map(w=>w.ref)]}function progressOf(record,plan){let stage2=plan.scene.
rollout.stages.find(s=>s.name===record.stage);return record.firstRun||!stage2||record.progress==="removing"?record.progress:stage2.kind==="promote"&&stage2.mode===
"copy"?"copying":record.progress}function passStage(engine,record,gates){let passed2={...record,stageState:"passed",heldBecause:null,intent:null};return withHistory(
passed2,{...entry(engine,passed2,"passed",record.stage),gates})}function holdStage(engine,record,because,gates){let held={...record,stageState:"held",heldBecause:because.
reason};return withHistory(held,{...entry(engine,held,"held",record.stage),reason:because.reason,gates})}function concludeFinish(engine,record,gates){let swapped=!record.
firstRun&&promoteMode(record.file)==="swap",finished={...record,phase:"finished",stable:swapped?record.canary:record.stable,canary:swapped?record.stable:record.
canary,stageState:"passed",heldBecause:null,intent:null,owner:null,progress:"clean",autoscalers:[],created:[],routes:record.routes.map(r=>({...r,state:r.state&&
{kind:"single",role:"stable"}})),served:swapped?null:record.served,lastFinished:record.archive?{archive:record.archive,release:record.release,image:record.image}:
record.lastFinished};return withHistory(finished,{...entry(engine,record,"finished",record.stage),gates})}function entry(engine,record,event,stage2){return{at:engine.
clock.timestamp(),run:engine.run.id,release:record.release,event,stage:stage2,weight:recordedWeight(record),reason:null,gates:[],approval:null}}var init_stage_record=__esm(
{"src/engine/stage-record.ts"(){"use strict";init_object();init_plan();init_stage();init_record();init_stage_plan()}});async function runActions(engine,session,first,changes,results,replan){let plan=first;for(let attempt2=0;;attempt2++)try{attempt2>0&&await session.save(record=>beforeEffects(
engine,record,plan));let ran=await execute(engine,session,plan.scene,plan.plan.actions,changes);return results.push(...ran.results),ran.stopped||await markRoutes(
engine,session,plan),{plan,stopped:ran.stopped}}catch(error){if(!(error instanceof Replan))throw error;if(attempt2>=MAX_REPLANS)throw givenUp(error);engine.progress.
step(`${error.message}; looking again`),await engine.clock.sleep(Math.min(2e3,20*2**attempt2),engine.signal),plan=await replan()}}async function markRoutes(engine,session,{
target}){let{record}=session;target===null||!record.routes.some(r=>JSON.stringify(r.state)!==JSON.stringify(target))&&record.routeChangedAt!==null||await session.
save(now=>({...now,routes:now.routes.map(r=>({...r,state:target})),routeChangedAt:now.routeChangedAt??engine.kube.timestamp()}))}function givenUp({message,cause}){
if(cause instanceof KubeError&&cause.ambiguous)return cause;let advice=`that happened ${MAX_REPLANS+1} times in a row, so something else manages it (Argo CD, Fl\
ux, Helm, an operator); pause that, or let it ignore what shiftgate changes, then run the command again`;return refused({code:"conflict",message:`${message}; ${advice}`})}
var MAX_REPLANS,init_run_actions=__esm({"src/engine/run-actions.ts"(){"use strict";init_client();init_errors();init_execute();init_stage_record();MAX_REPLANS=20}});async function endFinish(engine,session,gates){let{lastFinished,file:file2,archive,progress}=session.record;lastFinished&&lastFinished.archive!==archive&&(progress!==
"removing"&&await session.save(record=>({...record,progress:"removing"})),await session.repeat(()=>deleteArchive(engine.kube,file2.namespace,lastFinished.archive))),
await session.end(record=>concludeFinish(engine,record,gates))}async function completeFinish(engine,session){let{record}=session,stage2=record.file.stages.find(
s=>s.kind==="finish"),archive=await readArchive(engine.kube,record.file.namespace,record.archive),prepared=preparedFrom(record.file,record.release,archive.now),
options={repair:!0,resume:!0,first:!1},changes=[],gates=[],look3=()=>planFor(engine,prepared,session.record,stage2,options),ran=await runActions(engine,session,
await look3(),changes,gates,look3);return ran.stopped?(await session.end(r=>({...r,heldBecause:ran.stopped.reason})),{complete:!1,message:`finish cannot be comp\
leted: ${ran.stopped.reason}`,changes,gates}):(await endFinish(engine,session,gates),{complete:!0,message:`the rollout was past its way back: finish was removin\
g ${record.canary} already and is complete now; use "rollback" to go back to the release before`,changes,gates})}var init_complete_finish=__esm({"src/engine/com\
plete-finish.ts"(){"use strict";init_archive();init_from_archive();init_run_actions();init_stage_plan();init_stage_record()}});function approvalsOf(record){if(!record)return[];let since=record.history.findLastIndex(h=>h.event==="started"||h.event==="rolling-back");return record.history.
slice(Math.max(0,since)).map(h=>h.approval).filter(a=>a!==null)}function approvalsSeen(record){return(record?.history??[]).flatMap(h=>h.approval?[h.approval]:[])}
function foreignChange(record,run3){return record?.history.findLast(h=>h.run!==run3)??null}function fromRecord(record){return{stage:record?.stage??null,weight:{
recorded:record?recordedWeight(record):null,configured:null,served:record?.served??null},image:record?.image??null,...record?.requestedImage?{requestedImage:record.
requestedImage}:{},release:record?.release??null,approvals:approvalsOf(record)}}var init_result=__esm({"src/engine/result.ts"(){"use strict";init_record()}});function leftAlone(record,{rollout,onlyRun,keepPassed=!1},namespace){if(!record)return`rollout "${rollout}" has not started in namespace ${namespace}; nothing t\
o abort`;let{phase,owner,stage:stage2,stageState,heldBecause,intent}=record;if(phase==="aborted")return`rollout "${rollout}" is aborted already`;if(phase==="fin\
ished")return`rollout "${rollout}" has finished; use "rollback" to go back to the release before`;if(onlyRun===null)return null;if(owner?.run!==onlyRun)return`r\
ollout "${rollout}" belongs to run ${owner?.run}, not to ${onlyRun}; it was left alone`;let last=stage2===record.file.stages.at(-1).name;return(last||keepPassed)&&
stageState==="passed"&&intent?.command!=="abort"?`stage ${stage2} of "${rollout}" has passed, and ${last?`run ${owner.run} was to go no further`:"nothing was le\
ft half-way"}; it was left alone`:stageState==="held"&&intent?.command!=="abort"?`stage ${stage2} of "${rollout}" is held by run ${owner.run} (${heldBecause}); \
it was left alone`:null}var LeftAlone,init_left_alone=__esm({"src/engine/left-alone.ts"(){"use strict";LeftAlone=class extends Error{}}});async function abort(engine,options){let stored=await engine.store.read(),{record}=stored,answer3=message=>({command:"abort",outcome:"unchanged",rollout:options.
rollout,message,changes:[],gates:[],owner:record?.owner??null,...fromRecord(record)}),{namespace}=engine.store.ref,reason=leftAlone(record,options,namespace??"");
if(reason!==null)return answer3(reason);let session=await openSession(sessionOptions(engine,{preempt:!0}),stored,current=>{let why=leftAlone(current,options,namespace??
"");if(why!==null)throw new LeftAlone(why);return markAborting(engine,current,options.reason)}).catch(error=>{if(error instanceof LeftAlone)return null;throw error});
if(!session)return abort(engine,options);engine.setFence(what3=>session.fence(what3));try{let again=record?.intent?.command==="abort";(session.tookOver||again)&&
await session.repeat(()=>fenceRoutes(engine,session));let ran=await abortInSession(engine,session,options.reason,[],options.fewerPods);return await withConfigured(
engine,session.record,{command:"abort",outcome:ran.complete?"done":"failed",...ran.complete?{}:{reason:"abort-incomplete"},rollout:options.rollout,message:ran.message,
changes:ran.changes,gates:ran.gates,...fromRecord(session.record)})}catch(error){throw error instanceof Preempted?new CommandError("refused",[{code:"preempted",
message:`${error.message}; this process stopped`}]):(await session.abandon(),error)}finally{engine.setFence(null)}}function markAborting(engine,record,reason,gates=[]){
if(record.intent?.command==="abort")return record;let marked2={...record,intent:{command:"abort",stage:record.stage,route:record.intent?.route??changedRoute(record),
reason}};return withHistory(marked2,{...entry(engine,marked2,"aborting",record.stage),reason,gates})}function changedRoute(record){return record.routes.some(r=>r.
state!==null)?"original":null}async function abortInSession(engine,session,reason,failed2=[],fewerPods=!1){await session.save(record2=>markAborting(engine,record2,
reason,failed2));let{record}=session;if(record.progress==="removing")return completeFinish(engine,session);let changes=[],gates=[];if(record.archive===null||record.
progress==="restored")return await removeArchive(engine,session),await session.end(r=>concludeAbort(engine,r)),{complete:!0,message:record.archive===null?"nothi\
ng had been changed yet; the rollout is closed":done(record),changes,gates};engine.progress.step(`aborting ${record.rollout}: back to the state before the rollo\
ut`);let archive=await readArchive(engine.kube,record.file.namespace,record.archive),look3=()=>planFrom(engine,session,archive,fewerPods),plan=await look3();writesOf(
plan.plan).some(w=>w.remember?.kind==="autoscaler")&&await session.save(r=>beforeEffects(engine,r,plan));let ran=await runActions(engine,session,plan,changes,gates,
look3);if(ran.stopped){let{stopped}=ran;return await session.end(r=>({...r,heldBecause:`abort: ${stopped.reason}`})),{complete:!1,message:`the abort is not comp\
lete: ${stopped.reason}. ${whereTraffic(session.record)} Nothing that may serve was removed; put it right and run "abort" again${stopped.kind==="readiness"&&!fewerPods?
', or "abort --fewer-pods" to go back to the pods that stable has':""}`,changes,gates}}return await session.save(r=>({...r,progress:"restored"})),await removeArchive(
engine,session),await session.end(r=>concludeAbort(engine,r)),{complete:!0,message:done(record),changes,gates}}function done(record){return`aborted: ${record.stable}\
 serves as before the rollout`}async function removeArchive(engine,session){let{archive,archiving,lastFinished,file:file2}=session.record,name=archive??archiving;
!name||name===lastFinished?.archive||await session.repeat(()=>deleteArchive(engine.kube,file2.namespace,name))}function whereTraffic(record){return record.routes.
every(r=>r.state===null)?"The routes are back at the old state.":"Traffic is where it was."}async function planFrom(engine,session,archive,fewerPods){let{record}=session,
rollout=record.file,prepared=preparedFrom(rollout,record.release,archive.now),{roles}=rolesOf(rollout,record),rendered={stable:archive.now.objects[roles.stable.
name]??[],canary:archive.now.objects[roles.canary.name]??[]},refs=[...refsOf([...rendered.stable,...rendered.canary,...archive.snapshot]),...record.created],seen=await observe(
engine.kube,rollout,refs,[]),routes={rollout,roles,routes:seen.routes,memories:record.routes},input={rollout,roles,firstRun:record.firstRun,baseline:record.baseline,
rendered,shared:prepared.shared,live:seen.live,obsolete:[],destinationRule:seen.destinationRule,autoscalers:seen.autoscalers,routesTo:(state,why)=>routeWrites(routes,
state,why),configured:configuredWeight(routes),record,longestTimeout:longestTimeout({rollout,roles,routes:seen.routes}),snapshot:archive.snapshot,fewerPods,restoreRoutes:why=>restoreWrites(
routes,why),subsetsRemain:subsetsNamed(roles,seen.routes,restoreWrites(routes,"")),routeRemains:seen.routes.some(({route:route2,index})=>route2!==null&&!record.
routes[index]?.created)};return{plan:{stage:record.stage,actions:planAbort(input),notes:[]},scene:{rollout,roles,rendered,newReleaseOnStable:!1},target:null,memories:record.
routes,firstRun:record.firstRun,baseline:record.baseline,configured:input.configured,drift:[],archive:null}}function subsetsNamed(roles,routes,writes){let restored=routes.
map(({route:route2})=>{let write2=writes.find(w=>w.before===route2);return JSON.stringify(write2?write2.after:route2)}),named4=({backend})=>backend.kind==="subs\
et"&&restored.some(text3=>text3.includes(`"subset":${JSON.stringify(backend.subset)}`));return{stable:named4(roles.stable),canary:named4(roles.canary)}}function concludeAbort(engine,record){
let ended2={...record,phase:"aborted",stageState:"passed",heldBecause:null,intent:null,owner:null,progress:"clean",autoscalers:[],created:[],archive:null,archiving:null,
routeChangedAt:null,served:null};return withHistory(ended2,{...entry(engine,record,"aborted",record.stage),weight:0,reason:record.intent?.reason??null})}var init_abort2=__esm(
{"src/engine/abort.ts"(){"use strict";init_abort();init_plan();init_route();init_errors();init_archive();init_record();init_session();init_configured();init_session_options();
init_fence();init_from_archive();init_complete_finish();init_observe();init_result();init_run_actions();init_left_alone();init_stage_plan();init_stage_record()}});function answerWithoutWork(decision,record,rollout){let base={command:"advance",rollout:rollout.name,changes:[],gates:[],...fromRecord(record)};switch(decision.
kind){case"unchanged":return{...base,outcome:"unchanged",message:decision.message};case"refuse":return{...base,outcome:decision.problem.code==="unknown-stage"?"\
invalid":"refused",reason:decision.problem.code,message:decision.problem.message,problems:[decision.problem],owner:record?.owner??null};case"start":case"enter":case"\
resume":return null}}function refusal(error,rollout,record){let{outcome,problems}=error;return{command:"advance",outcome,rollout:rollout.name,message:problems.length===
1?problems[0].message:`${problems.length} problems`,...problems[0]?{reason:problems[0].code}:{},problems,changes:[],gates:[],...fromRecord(record),owner:record?.
owner??null}}var init_answers=__esm({"src/engine/answers.ts"(){"use strict";init_result()}});function releaseDifferences(then,now){let file2=changedPaths(partOfRelease(then.file),partOfRelease(now.file)).map(c=>c.path),objects=then.rendered&&now.rendered?
changedObjects(then,now):[],parts=[...then.image===now.image?[]:[`the image was ${then.image??"none"} and is ${now.image??"none"}`],...file2.length>0?[`the roll\
out file differs in ${listed(file2)}`]:[],...objects.length>0?[`the manifests render differently: ${listed(objects,"; ")}`]:[]];return parts.length>0?parts.join(
", and "):"the manifests render differently"}function changedObjects(then,now){let before=byIdentity(then.rendered),after=byIdentity(now.rendered);return[...new Set(
[...before.keys(),...after.keys()])].flatMap(key=>{let[old,fresh]=[before.get(key),after.get(key)];if(!old||!fresh)return[`${describe(refOf(old??fresh))} ${old?
"is gone":"is new"}`];let paths=changedPaths(old,fresh).filter(c=>!(c.before===then.image&&c.after===now.image)).map(c=>c.path);return paths.length>0?[`${describe(
refOf(fresh))} in ${listed(paths)}`]:[]})}function byIdentity({objects}){return new Map(Object.values(objects).flatMap(list2=>list2.map(o=>[identity(refOf(o)),o])))}
function listed(items,separator=", "){return items.slice(0,MOST).join(separator)+(items.length>MOST?` and ${items.length-MOST} more`:"")}var MOST,init_differences=__esm(
{"src/plan/differences.ts"(){"use strict";init_object();init_json_diff();init_release();MOST=5}});function decideAdvance(record,request2){let{rollout,to}=request2,target=to===null?null:rollout.stages.find(s=>s.name===to);return target===void 0?refuse("unknow\
n-stage",`no stage is called "${to}"; expected one of ${names3(rollout.stages)}`):record?.phase==="active"?inMidRollout(record,request2,target):atRest(record,request2,
target)}function atRest(record,request2,target){let{rollout,release}=request2,first=rollout.stages[0];if(record?.phase==="finished"&&record.release===release)return{
kind:"unchanged",stage:record.stage,message:`release ${release} of "${rollout.name}" is finished already; nothing was changed`};if(target&&target.name!==first.name){
let before=rollout.stages.slice(0,rollout.stages.indexOf(target)).map(s=>s.name),why=record?.phase==="aborted"?`the last rollout of "${rollout.name}" was aborte\
d`:"no rollout of this release is under way";return refuse(record?.phase==="aborted"?"after-abort":"stage-order",`stage ${target.name} cannot come first: ${why}\
; start at ${first.name} (skipped: ${before.join(", ")})`)}return{kind:"start",stage:first}}function inMidRollout(record,request2,target){let{rollout,release,run:run3}=request2;
if(record.owner&&record.owner.run!==run3)return refuse("owned",`rollout "${record.rollout}" belongs to run ${record.owner.run}${link(record)} since ${record.owner.
since}, at stage ${record.stage??"-"}; wait until it has finished, end it with "abort", continue it with --run ${record.owner.run}, or abort it and start over w\
ith --supersede`);if(record.intent?.command==="abort")return refuse("aborting",`an abort of "${record.rollout}" has begun and is not complete; run "abort" again`);
if(record.kind==="rollback")return refuse("rolling-back",`a rollback of "${record.rollout}" is under way; run "rollback" again, or "abort"`);if(record.release!==
release)return refuse("release-changed",`rollout "${record.rollout}" is in the middle of release ${record.release}, this is ${release}: ${differences(record,request2)}\
; go on with what was started, or use --supersede to abort it and start over with the new release`);let stages=rollout.stages,current=stages.findIndex(s=>s.name===
record.stage),passed2=record.stageState==="passed",next=passed2?current+1:current,wanted=target?stages.indexOf(target):Math.min(next,stages.length-1);if(wanted===
current&&passed2)return{kind:"unchanged",stage:stages[current].name,message:`stage ${stages[current].name} has passed already; nothing was changed`};if(wanted<current)
return refuse("stage-order",`stage ${stages[wanted].name} lies before the current stage ${stages[current].name}; a rollout goes forward only: use "abort" to go \
back`);if(wanted>next){let skipped=stages.slice(next,wanted).map(s=>s.name),state=passed2?"has passed":`is ${record.stageState}${record.heldBecause?` (${record.
heldBecause})`:""}`;return refuse("stage-order",`stage ${stages[wanted].name} cannot be next: ${stages[current].name} ${state}; this would skip ${skipped.join("\
, ")}. Advance to ${stages[next].name}, or use "abort" to go back`)}let stage2=stages[wanted];return{kind:wanted===current?"resume":"enter",stage:stage2}}function differences(record,{
rollout,image:image2,rendered,archived}){let then={file:record.file,image:record.image,rendered:archived};return releaseDifferences(then,{file:rollout,image:image2,
rendered})}function refuse(code2,message){return{kind:"refuse",problem:{code:code2,message}}}function names3(stages){return stages.map(s=>s.name).join(", ")}function link(record){
return record.owner?.link?` (${record.owner.link})`:""}var init_decide=__esm({"src/plan/decide.ts"(){"use strict";init_differences()}});async function decide(engine,record,prepared,{to,repair}){record&&refuseNewerRecord(record);let{rollout,release,image:image2,rendered}=prepared,archived=record?.
phase==="active"&&record.release!==release&&record.archive?await findArchive(engine.kube,record.file.namespace,record.archive):null,decided=decideAdvance(record,
{rollout,release,image:image2,rendered,archived:archived?.now??null,to,run:engine.run.id});return mindDrift(engine,record,decided,repair)}var init_decision=__esm(
{"src/engine/decision.ts"(){"use strict";init_decide();init_archive();init_store();init_drift()}});function matchingText(pattern){let matches3=wholeMatch(pattern);if(matches3===null)return null;let text3=new Sampler(pattern.replace(/^\(\?i\)/,"")).alternatives();
return[text3,`${text3}a`].find(candidate=>candidate!==""&&matches3(candidate))??null}function wholeMatch(pattern){let ignoreCase=pattern.startsWith("(?i)"),source2=(ignoreCase?
pattern.slice(4):pattern).replaceAll("(?P<","(?<");try{let regex=new RegExp(`^(?:${source2})$`,ignoreCase?"i":"");return text3=>regex.test(text3)}catch{return null}}
var CLASSES,Sampler,init_matching_text=__esm({"src/gates/traffic/matching-text.ts"(){"use strict";CLASSES={d:"0",w:"a",s:" ",D:"a",W:"-",S:"a",b:"",B:""},Sampler=
class{pattern;at=0;constructor(pattern){this.pattern=pattern}alternatives(){let first=this.sequence();for(;this.pattern[this.at]==="|";)this.at++,this.sequence();
return first}sequence(){let text3="";for(;this.at<this.pattern.length&&this.pattern[this.at]!=="|"&&this.pattern[this.at]!==")";){let atom=this.atom();text3+=atom.
repeat(this.least())}return text3}atom(){let c=this.pattern[this.at++];if(c==="^"||c==="$")return"";if(c===".")return"a";if(c==="[")return this.oneOf();if(c==="\
\\"){let escaped2=this.pattern[this.at++]??"";return CLASSES[escaped2]??escaped2}if(c!=="(")return c;let mark=/^\?(?::|P?<\w+>)/.exec(this.pattern.slice(this.at));
this.at+=mark?.[0].length??0;let text3=this.alternatives();return this.at++,text3}oneOf(){let start=this.at-1;for(this.pattern[this.at]==="^"&&this.at++;this.at<
this.pattern.length&&this.pattern[this.at]!=="]";)this.at+=this.pattern[this.at]==="\\"?2:1;this.at++;let inside=wholeMatch(this.pattern.slice(start,this.at));return[
..."a0A-_. z9Z/:;=,@"].find(c=>inside?.(c))??this.pattern[start+1]}least(){let quantifier=/^(?:[*+?]|\{(\d+)(?:,\d*)?\})[?+]?/.exec(this.pattern.slice(this.at));
return quantifier===null?1:(this.at+=quantifier[0].length,quantifier[1]!==void 0?Number(quantifier[1]):quantifier[0].startsWith("+")?1:0)}}}});function headerProbes(rules,path12){let probes=new Map,unprobed=[];for(let rule2 of rules){let positive=matchingRequest(rule2,path12);if(positive===null){unprobed.
push(`no request was found that matches ${describe3(rule2)}`);continue}let add=(headers3,note)=>{let expects=rules.some(r=>matches(r,headers3,positive.path??path12))?
"canary":"weights",text3=`${describeHeaders(headers3)}${note}${positive.path===null?"":` on ${positive.path}`}`,isUsual=Object.keys(headers3).length===0&&positive.
path===null;if(note!==""&&(expects==="canary"||isUsual))return;let key=JSON.stringify([headers3,positive.path]);probes.has(key)||probes.set(key,{text:text3,headers:headers3,
path:positive.path,expects})};add(positive.headers,"");for(let[name,match]of Object.entries(rule2.headers)){let{[name]:value="",...others}=positive.headers;for(let{
text:text3,note}of otherValues(match,value))add({...others,[name]:text3},note);add(others,` (without ${name})`)}}return{probes:[...probes.values()],unprobed}}function matches(rule2,headers3,path12){
return rule2.path!==null&&!holds2(rule2.path,path12.split("?")[0])?!1:Object.entries(rule2.headers).every(([name,match])=>holds2(match,headers3[name]))}function holds2(match,value){
if(value===void 0)return!1;switch(match.kind){case"exact":return value===match.value;case"prefix":return value.startsWith(match.value);case"regex":return wholeMatch(
match.value)?.(value)??!0;case"present":return!0}}function matchingRequest(rule2,path12){let headers3={};for(let[name,match]of Object.entries(rule2.headers)){let value=matchingValue(
match);if(value===null)return null;headers3[name]=value}if(rule2.path===null||holds2(rule2.path,path12.split("?")[0]))return{headers:headers3,path:null};let other=matchingValue(
rule2.path);return other===null?null:{headers:headers3,path:other}}function matchingValue(match){switch(match.kind){case"exact":case"prefix":return match.value;case"\
regex":return matchingText(match.value);case"present":return"any"}}function otherValues(match,value){if(match.kind==="present")return[];let others=[{text:match.
kind==="prefix"?`other-${value}`:`${value}-other`,note:" (other value)"}],swapped=value===value.toUpperCase()?value.toLowerCase():value.toUpperCase();return swapped!==
value&&others.push({text:swapped,note:" (other case)"}),others.filter(({text:text3})=>!holds2(match,text3))}function describe3(rule2){let parts=Object.entries(rule2.
headers).map(([name,match])=>`${name} ${condition(match)}`);return rule2.path!==null&&parts.push(`path ${condition(rule2.path)}`),parts.join(" and ")}function condition(match){
return match.kind==="present"?"present":`${match.kind} ${match.value}`}function describeHeaders(headers3){let text3=Object.entries(headers3).map(([name,value])=>`${name}\
: ${value}`);return text3.length===0?"no header":text3.join(", ")}var init_header_probes=__esm({"src/gates/traffic/header-probes.ts"(){"use strict";init_matching_text()}});function unreachable(sample,least){return Object.entries(sample.perAddress).filter(([,{n,unreached}])=>unreached===n&&n>=least)}function isUnreachable(sample,least=1){
return unreachable(sample,least).length>0}function unreachableReason(sample){let addresses=unreachable(sample,1).map(([text3,{n}])=>`${text3} (${n} of ${n} requ\
ests)`),example2=Object.values(sample.errorKinds)[0]?.examples[0];return`no connection to ${addresses.join(", ")}${example2===void 0?"":`: ${example2}`}`}function withoutUnreachable(sample){
let gone=unreachable(sample,1),lost2=gone.reduce((sum,[,{n}])=>sum+n,0);if(lost2===0)return sample;let names4=new Set(gone.map(([text3])=>text3));return{...sample,
n:sample.n-lost2,errors:sample.errors-lost2,unattributed:sample.unattributed-lost2,perAddress:Object.fromEntries(Object.entries(sample.perAddress).filter(([text3])=>!names4.
has(text3)))}}var init_reach=__esm({"src/gates/traffic/reach.ts"(){"use strict"}});function sampleBuilder(from2){let n=0,unattributed=0,errors=0,counts=new Map,bad=new Map,kinds2=new Map,latencies=new Map,addresses=new Map;return{add(answer3){
n++;let address2=entry2(addresses,answer3.address,()=>({n:0,counts:new Map,errors:0,unreached:0}));if(address2.n++,answer3.reached||address2.unreached++,answer3.
version===null?unattributed++:(increment(counts,answer3.version),increment(address2.counts,answer3.version),answer3.good?entry2(latencies,answer3.version,()=>[]).
push(answer3.ms):increment(bad,answer3.version)),answer3.good)return;errors++,address2.errors++;let kind=entry2(kinds2,answer3.kind??"error",()=>({count:0,examples:[]}));
kind.count++,answer3.error!==null&&addExample(kind.examples,answer3.error)},sample:to=>({n,counts:Object.fromEntries(counts),bad:Object.fromEntries(bad),unattributed,
errors,errorKinds:Object.fromEntries([...kinds2].map(([k,v])=>[k,{...v,examples:[...v.examples]}])),latencies:Object.fromEntries([...latencies].map(([k,v])=>[k,
[...v]])),perAddress:Object.fromEntries([...addresses].map(([k,v])=>[k,{...v,counts:Object.fromEntries(v.counts)}])),interval:{from:from2,to}})}}function mergeSamples(a,b){
return{n:a.n+b.n,counts:merge2(a.counts,b.counts,(x=0,y=0)=>x+y),bad:merge2(a.bad,b.bad,(x=0,y=0)=>x+y),unattributed:a.unattributed+b.unattributed,errors:a.errors+
b.errors,errorKinds:merge2(a.errorKinds,b.errorKinds,(x,y)=>{let examples=[...x?.examples??[]];for(let example2 of y?.examples??[])addExample(examples,example2);
return{count:(x?.count??0)+(y?.count??0),examples}}),latencies:merge2(a.latencies,b.latencies,(x=[],y=[])=>[...x,...y]),perAddress:merge2(a.perAddress,b.perAddress,
(x,y)=>({n:(x?.n??0)+(y?.n??0),counts:merge2(x?.counts??{},y?.counts??{},(p=0,q=0)=>p+q),errors:(x?.errors??0)+(y?.errors??0),unreached:(x?.unreached??0)+(y?.unreached??
0)})),interval:{from:Math.min(a.interval.from,b.interval.from),to:Math.max(a.interval.to,b.interval.to)}}}function merge2(a,b,join6){return Object.fromEntries([
...new Set([...Object.keys(a),...Object.keys(b)])].map(key=>[key,join6(a[key],b[key])]))}function addExample(examples,example2){examples.length<3&&!examples.includes(
example2)&&examples.push(example2)}function increment(counts,key){counts.set(key,(counts.get(key)??0)+1)}function entry2(map,key,create){let found=map.get(key);
if(found!==void 0)return found;let created3=create();return map.set(key,created3),created3}var init_sample=__esm({"src/gates/traffic/sample.ts"(){"use strict"}});async function trafficGate(options){let{clock,signal,deadline}=options,nothing2=sampleBuilder(clock.now()).sample(clock.now()),state={looks:0,total:nothing2,judged:nothing2,
last:nothing2},result=({verdict,reason})=>({kind:"traffic",verdict,reason,sample:state.last,total:state.total,served:servedOf(state.last,options.expected.names)}),
previous=null,told={about:"",at:-1/0};for(let pause3=FIRST_PAUSE2;;pause3=Math.min(LONGEST_PAUSE2,pause3*1.5)){await options.stillOurs();let assessment=await look(
options,state).catch(error=>{if(error instanceof CutShort&&previous!==null)return previous;if(error instanceof CannotLook)return{verdict:"error",reason:error.message};
throw error});if(assessment.verdict==="pass"||assessment.verdict==="fail")return result(assessment);let about=assessment.reason.replace(/\d+/g,"");previous!==null&&
(about!==told.about||clock.now()-told.at>=REMIND2)&&(told={about,at:clock.now()},options.onWaiting?.(assessment.reason)),previous=assessment;let left=deadline-clock.
now();if(left<=0)return result(assessment);await clock.sleep(Math.min(pause3,left),signal)}}async function look(options,state){let{prober,expected,limits:limits2}=options,
addresses=await prober.addresses();state.looks++;let level=LIMIT_LEVEL/(state.looks*(state.looks+1)),errorsNow=()=>assessErrors(state.judged,limits2,expected.names,
level),early=Math.min(EARLY_LEVEL,level),measure=(n,probe)=>measureInto(state,options,{n,addresses,early,probe});if(state.last=await measure(requestsOf(options.
requests,expected.share,limits2)),errorsNow().verdict==="fail")return errorsNow();if(isUnreachable(state.last))return{verdict:"error",reason:unreachableReason(state.
last)};let share4=assessShare(state.last,expected.share,expected.names),rules=share4.verdict==="pass"?await lookAtRules(options,measure):[],errors=errorsNow(),canaryAnswers=countOf2(
"canary",state.judged.counts,expected.names),latency=expected.share===0&&canaryAnswers===0?{verdict:"pass",reason:""}:assessLatency(state.judged,limits2,expected.
names,level);return worstOf([errors,share4,latency,...rules])}async function lookAtRules(options,measure){if(options.headerRoutes.length===0)return[];let{share:share4,
names:names4}=options.expected,{probes,unprobed}=headerProbes(options.headerRoutes,options.path),level=SHARE_LEVEL/Math.max(1,probes.length);for(let probe of probes){
let wanted=probe.expects==="canary"?1:share4,sample=await measure(probeRequests(options.requests,wanted),probe),n=countOf2("stable",sample.counts,names4)+countOf2(
"canary",sample.counts,names4),wrong=contradicted(sample,wanted,names4,level)??(n<MIN_ANSWERS?`only ${n} attributed answers`:null);if(wrong!==null)return[{verdict:"\
inconclusive",reason:`requests with ${singleLine(probe.text)}: ${wrong}`}]}let reason=`${probes.length} kinds of requests for the header rules served as expecte\
d`;return unprobed.length===0?[{verdict:"pass",reason}]:[{verdict:"inconclusive",reason:`${unprobed.join("; ")}: write it as exact or prefix, so that it can be \
tested`}]}async function measureInto(state,options,request2){let{prober,expected,limits:limits2,clock,deadline,signal,onProgress}=options,{n,addresses,early,probe}=request2,
failing=sample2=>assessErrors(mergeSamples(state.judged,withoutUnreachable(sample2)),limits2,expected.names,early),cut=!1,enough=sample2=>isUnreachable(sample2,
8)||failing(sample2).verdict==="fail"?!0:(cut=state.looks>1&&sample2.n<n&&clock.now()>=deadline,cut),kind=probe&&{extraHeaders:probe.headers,path:probe.path??void 0},
sample=await prober.measure({n,addresses,signal,onProgress,enough,...kind});if(state.total=mergeSamples(state.total,sample),state.judged=mergeSamples(state.judged,
withoutUnreachable(sample)),cut)throw new CutShort;return sample}function requestsOf(requests,share4,limits2){if(share4<=0||share4>=1)return requests;let needed=Math.
max(MIN_ANSWERS/Math.min(share4,1-share4),limits2.p99===null?0:130/share4);return Math.max(requests,Math.min(Math.ceil(needed),requests*MOST2))}function probeRequests(requests,share4){
let needed=share4<=0||share4>=1?100:Math.max(100,Math.ceil(MIN_ANSWERS/Math.min(share4,1-share4)));return Math.max(MIN_ANSWERS,Math.min(needed,requests))}function worstOf(assessments){
let worst2=assessments.find(({verdict})=>verdict==="fail")??assessments.find(({verdict})=>verdict==="error")??assessments.find(({verdict})=>verdict==="inconclus\
ive");if(worst2)return worst2;let[errors,share4,latency,...rules]=assessments.map(({reason})=>reason);return{verdict:"pass",reason:[share4,errors,latency,...rules].
filter(text3=>text3!=="").join("; ")}}function servedOf(sample,names4){let canary=countOf2("canary",sample.counts,names4),n=canary+countOf2("stable",sample.counts,
names4);return n===0?null:{share:canary/n,...binomialInterval(canary,n,.001),n,from:Object.keys(sample.perAddress)}}var CutShort,EARLY_LEVEL,MOST2,FIRST_PAUSE2,
LONGEST_PAUSE2,REMIND2,init_traffic_gate=__esm({"src/gates/traffic/traffic-gate.ts"(){"use strict";init_escape();init_proportion();init_assess();init_header_probes();
init_cannot_look();init_reach();init_roles();init_sample();CutShort=class extends Error{},EARLY_LEVEL=1e-6,MOST2=10,FIRST_PAUSE2=200,LONGEST_PAUSE2=5e3,REMIND2=
5e3}});function measureText(measure){let interval=measure.name==="max-difference"?"":` (${intervalText(measure)})`,wanted=measure.limit===null?"":`, limit ${limitText(
measure)}`;return`${measure.name} ${valueText(measure,measure.value)}${interval}${wanted}`}function intervalText(measure){let{low,high}=measure;return`${low===null?
"?":valueText(measure,low)} to ${high===null?"?":valueText(measure,high)}`}function limitText(measure){let{name,limit}=measure;return limit===null?"none":`${LOWER_LIMITS.
has(name)?"at least":"at most"} ${valueText(measure,limit)}`}function valueText({name},n){if(n===null)return"unknown";switch(name){case"agreement":case"errors":case"\
coverage":return`${Number((n*100).toFixed(2))} %`;case"latency":case"p99-latency":return`${Number(n.toPrecision(3))}x`;case"max-difference":case"p50-difference":case"\
p99-difference":return String(Number(n.toPrecision(4)))}}var LOWER_LIMITS,init_measure=__esm({"src/report/measure.ts"(){"use strict";LOWER_LIMITS=new Set(["agre\
ement","coverage"])}});function quantileInterval(sorted,q,alpha){let n=sorted.length,below=lastCount(n,l=>binomialPValueLower(l-1,n,q)<=alpha/2),above=n+1-lastCount(n,k=>binomialPValueUpper(
n+1-k,n,q)<=alpha/2);return{low:below===0?-1/0:sorted[below-1],high:above===n+1?1/0:sorted[above-1]}}function lastCount(n,holds3){let low=0,high=n;for(;low<high;){
let middle=Math.ceil((low+high)/2);holds3(middle)?low=middle:high=middle-1}return low}var init_quantile_interval=__esm({"src/stats/quantile-interval.ts"(){"use \
strict";init_binomial()}});function measuresOf(tally,coverage,limits2,level){let judged=[limits2.agreement,limits2.p50Difference,limits2.p99Difference,limits2.errors,limits2.latency,limits2.
p99Latency,limits2.coverage].filter(limit=>limit!==null).length,alpha=level/judged,differences2=tally.differences(),{stable,canary}=tally.latencies(),times=q=>{
let[a,b]=[quantileInterval(stable,q,alpha/2),quantileInterval(canary,q,alpha/2)],[x,y]=[quantile(stable,q),quantile(canary,q)];return{value:x===null||y===null||
x<=0?null:y/x,low:Math.max(0,b.low)/a.high,high:a.low>0?b.high/a.low:1/0}},difference2=q=>{let{low,high}=quantileInterval(differences2,q,alpha);return{value:quantile(
differences2,q),low:Math.max(0,low),high}},share4=(k,n,of=1)=>{let{low,high}=binomialInterval(k,n,alpha);return{value:n===0?null:k/n/of,low:low/of,high:high/of}},
measures=[];if((tally.labelled>0||limits2.agreement!==null)&&measures.push(atLeast("agreement",share4(tally.equal,tally.labelled),limits2.agreement)),(differences2.
length>0||limits2.maxDifference!==null)&&measures.push(largest(differences2,limits2.maxDifference)),(differences2.length>0||limits2.p50Difference!==null)&&measures.
push(atMost("p50-difference",difference2(.5),limits2.p50Difference)),(differences2.length>0||limits2.p99Difference!==null)&&measures.push(atMost("p99-difference",
difference2(.99),limits2.p99Difference)),measures.push(atMost("errors",share4(tally.canaryErrors,tally.judged),limits2.errors)),(stable.length>0||limits2.latency!==
null)&&measures.push(atMost("latency",times(.5),limits2.latency)),(stable.length>0||limits2.p99Latency!==null)&&measures.push(atMost("p99-latency",times(.99),limits2.
p99Latency)),coverage){let measured=share4(coverage.arrived,coverage.wanted,coverage.share),{verdict,...measure}=atLeast("coverage",measured,limits2.coverage);measures.
push({...measure,verdict:verdict==="fail"?"inconclusive":verdict})}return measures}function atLeast(name,bounded,limit){let{low,high}=bounded,verdict=limit===null?
null:low>=limit?"pass":high<limit?"fail":"inconclusive";return{name,...shown(bounded),limit,verdict}}function atMost(name,bounded,limit){let{low,high}=bounded,verdict=limit===
null?null:high<=limit?"pass":low>limit?"fail":"inconclusive";return{name,...shown(bounded),limit,verdict}}function largest(sorted,limit){let value=sorted.at(-1)??
null,verdict=limit===null?null:value===null?"inconclusive":value<=limit?"pass":"fail";return{name:"max-difference",value:value===null?null:rounded(value),low:null,
high:null,limit,verdict}}function shown({value,low,high}){let finite3=n=>n===null||!Number.isFinite(n)?null:rounded(n);return{value:finite3(value),low:finite3(low),
high:finite3(high)}}var LEVEL2,rounded,init_judge=__esm({"src/gates/comparison/judge.ts"(){"use strict";init_proportion();init_quantile();init_quantile_interval();
LEVEL2=.001;rounded=n=>Number(n.toPrecision(6))}});function findingsOf(look3,limits2,level){let{tally,pairing}=look3,side=role=>({lines:look3.lines[role],...pairing.counts[role],unpaired:pairing.unpaired(role)});
return{source:look3.source,versions:look3.versions,level:1-LEVEL2,pairs:tally.pairs,compared:tally.judged-tally.canaryErrors,sides:{stable:side("stable"),canary:side(
"canary")},measures:measuresOf(tally,look3.coverage,limits2,level),differences:differencesOf(tally.differences()),disagreements:tally.disagreements(MOST_DISAGREEMENTS).
map(({stable,canary,count:count2})=>({stable:singleLine(stable,60),canary:singleLine(canary,60),count:count2}))}}function differencesOf(sorted){let max=sorted.at(
-1);if(max===void 0)return null;let[p50,p99]=[quantile(sorted,.5),quantile(sorted,.99)],reach=p99>0?p99:max,ends=max===0?[0]:[...Array.from({length:BARS-1},(_,i)=>reach*
(i+1)/(BARS-1)),max],histogram2=[],done2=0;for(let[i,end]of ends.entries()){let upTo=done2;for(;upTo<sorted.length&&(sorted[upTo]<=end||i===ends.length-1);)upTo++;
(i<ends.length-1||upTo>done2)&&histogram2.push({to:rounded(end),count:upTo-done2}),done2=upTo}return{max:rounded(max),p50:rounded(p50),p99:rounded(p99),histogram:histogram2}}
function verdictOf(findings,limits2){let failed2=findings.measures.filter(m=>m.verdict==="fail");if(failed2.length>0)return{verdict:"fail",reason:describe4(failed2,
findings)};let few=findings.compared<limits2.minPairs,open2=findings.measures.filter(m=>m.verdict==="inconclusive");if(few||open2.length>0){let pairs2=few?[`${findings.
compared} comparable pairs, at least ${limits2.minPairs} are wanted`]:[],missing=findings.pairs===0?[nothing(findings)]:open2.length>0?[describe4(open2,findings)]:
[];return{verdict:"inconclusive",reason:[...pairs2,...missing].join("; ")}}let passed2=findings.measures.filter(m=>m.verdict==="pass");return{verdict:"pass",reason:describe4(
passed2,findings)}}function nothing({sides:sides3,versions}){let side=role=>`${sides3[role].answers} answers in ${sides3[role].lines} lines of ${versions[role]}`;
return`no answers with the same id on both sides: ${side("stable")}, ${side("canary")}`}function describe4(measures,{compared:compared2,pairs:pairs2,disagreements}){
let texts=measures.map(measureText),[commonest]=disagreements,example2=commonest&&measures.some(({name,verdict})=>name==="agreement"&&verdict!=="pass")?`; e.g. ${commonest.
stable} became ${commonest.canary} ${commonest.count} times`:"";return`${compared2} of ${pairs2} pairs compared: ${texts.join("; ")}${example2}`}var MOST_DISAGREEMENTS,
BARS,init_findings=__esm({"src/gates/comparison/findings.ts"(){"use strict";init_escape();init_measure();init_quantile();init_judge();MOST_DISAGREEMENTS=5,BARS=
10}});function createPairing(options){let{since,settle:settle2,onPair,mostPending=2e5,mostRemembered=1e5}=options,pending={stable:new Map,canary:new Map},complete=new Set,
completeBefore=new Set,counts={stable:emptyCounts(),canary:emptyCounts()},givenUp2={stable:0,canary:0},step=Math.max(50,settle2/10),times=new Map,newest2=-1/0,pairs2=0;
function bucketOf(at3){let key=Math.floor((at3-since)/step),known2=times.get(key);if(known2)return known2;let fresh={wanted:0,arrived:0};return times.set(key,fresh),
fresh}function giveUp2(role){let own2=pending[role],most=Math.floor(mostPending/2),surplus=own2.size-most;givenUp2[role]+=surplus,pending[role]=new Map([...own2].
filter(()=>surplus--<=0))}return{counts,get pairs(){return pairs2},add(role,answer3){let{id,at:at3}=answer3;if(at3<since)return;at3>newest2&&(newest2=at3);let own2=pending[role],
before=own2.get(id);if(before!==void 0||complete.has(id)||completeBefore.has(id)){counts[role].duplicates++,before?.bad===!0&&!answer3.bad&&(own2.set(id,{...answer3,
at:before.at}),counts[role].errors--);return}counts[role].answers++,answer3.bad&&counts[role].errors++,role==="stable"&&bucketOf(at3).wanted++;let others=pending[role===
"stable"?"canary":"stable"],other=others.get(id);if(other===void 0){own2.set(id,answer3),own2.size>mostPending&&giveUp2(role);return}others.delete(id),complete.
add(id),complete.size>=mostRemembered&&(completeBefore=complete,complete=new Set),pairs2++;let[stable,canary]=role==="stable"?[answer3,other]:[other,answer3];bucketOf(
stable.at).arrived++,onPair(stable,canary)},coverage(){let wanted=0,arrived=0;for(let[key,bucket]of times){let from2=since+key*step;from2<since+settle2||from2+step>
newest2-settle2||(wanted+=bucket.wanted,arrived+=bucket.arrived)}return{wanted,arrived}},unpaired:role=>pending[role].size+givenUp2[role]}}var emptyCounts,init_pairing=__esm(
{"src/gates/comparison/pairing.ts"(){"use strict";emptyCounts=()=>({answers:0,errors:0,duplicates:0})}});function identifier(identify,versions){switch(identify.by){case"header":{let header=identify.header.toLowerCase(),values=identify.values??Object.fromEntries(versions.
map(name=>[name,name]));return({headers:headers3})=>{let value=[headers3[header]??[]].flat().join(", ").trim(),found=headers3[header]===void 0?`no header ${header}`:
`${header}: ${value}`;return theOnly(keysWhere(values,wanted=>wanted===value),found)}}case"body":{let patterns=mapValues(identify.patterns,pattern=>new RegExp(pattern));
return({body:body2})=>theOnly(keysWhere(patterns,pattern=>pattern.test(body2)),`body: ${body2}`)}case"json":{let path12=fieldPath(identify.field);return({body:body2})=>{
let value=fieldAt(body2,path12),text3=typeof value=="string"?value:JSON.stringify(value);return theOnly(keysWhere(identify.values,wanted=>wanted===text3),fieldText(
identify.field,value,body2))}}case"band":{let path12=fieldPath(identify.field);return({body:body2})=>{let value=fieldAt(body2,path12),inside=([low,high])=>typeof value==
"number"&&value>=low&&value<=high;return theOnly(keysWhere(identify.bands,inside),fieldText(identify.field,value,body2))}}}}function theOnly(keys,found){return keys.
length===1?{key:keys[0]}:keys.length===0?{key:null,problem:"unidentified",found:`of no version: ${found}`}:{key:null,problem:"ambiguous",found:`of ${keys.join("\
 and ")}: ${found}`}}function fieldPath(text3){let path12=[],rest=text3.replace(/^\$\.?/,"");for(;rest!=="";){let part=/^(?:\[(\d+)\]|\["([^"]*)"\]|([^.[\]]+))(?:\.(?=[^.[\]])|(?=\[)|$)/.
exec(rest);if(part===null)throw new SyntaxError(`field path ${text3}: expected keys and indexes, like predictions[0].label`);path12.push(part[1]!==void 0?Number(
part[1]):part[2]??part[3]),rest=rest.slice(part[0].length)}return path12}function fieldAt(body2,path12){return valueAt(json2(body2),path12)}function valueAt(document2,path12){
let value=document2;for(let step of path12){if(typeof value=="string"&&(value=json2(value)),typeof value!="object"||value===null||!Object.hasOwn(value,step))return;
value=value[step]}return value}function json2(text3){try{return JSON.parse(text3)}catch{return}}function fieldText(field2,value,body2){return value===void 0?`no\
 field ${field2} in ${body2}`:`${field2}: ${JSON.stringify(value)}`}function keysWhere(sides3,holds3){return Object.keys(sides3).filter(side=>holds3(sides3[side]))}
function mapValues(sides3,map){return Object.fromEntries(Object.entries(sides3).map(([side,value])=>[side,map(value)]))}var init_identify=__esm({"src/gates/traf\
fic/identify.ts"(){"use strict"}});function answerReader({pattern,fields:fields7}){let field2=pattern===null?jsonFields(fields7):groups(fields7,new RegExp(pattern));return(text3,known2)=>{let value=field2(
text3);if(value===null)return null;let id=known2.id??idOf(value("id")),at3=known2.at??timeOf(value("time"));if(id===null||at3===null)return null;let label=fields7.
label===null?null:labelOf(value("label")),number2=fields7.number===null?null:numberOf(value("number")),incomplete=fields7.label!==null&&label===null||fields7.number!==
null&&number2===null,failed2=fields7.status!==null&&!(Number(value("status"))<400),latency=known2.latency??(fields7.latency===null?null:finite(value("latency")));
return{id,at:at3,bad:known2.bad===!0||incomplete||failed2,label,number:number2,latency}}}function jsonFields(fields7){let paths=Object.fromEntries(Object.entries(
fields7).map(([name,path12])=>[name,path12===null?null:fieldPath(path12)]));return text3=>{let first=text3.trimStart()[0];if(first!=="{"&&first!=="[")return null;
let document2;try{document2=JSON.parse(text3)}catch{return null}return name=>{let path12=paths[name];return path12==null?void 0:valueAt(document2,path12)}}}function groups(fields7,pattern){
return text3=>{let found=pattern.exec(text3)?.groups;return found===void 0?null:name=>fields7[name]===null?void 0:found[fields7[name]]}}function idOf(value){if(typeof value!=
"string"&&typeof value!="number")return null;let id=String(value);return id===""||id.length>LONGEST_ID?null:id}function labelOf(value){if(value==null)return null;
let text3=typeof value=="string"?value:JSON.stringify(value);if(text3.length<=LONGEST_LABEL)return text3;let hash=(0,import_node_crypto4.createHash)("sha256").update(
text3).digest("hex").slice(0,16);return`${text3.slice(0,40)}… (${text3.length} characters, ${hash})`}function numberOf(value){if(!Array.isArray(value))return finite(
value);let all2=value.map(finite);return all2.length===0||all2.length>MOST_NUMBERS||all2.includes(null)?null:Float64Array.from(all2)}function finite(value){return typeof value==
"string"&&value.trim()!==""&&(value=Number(value)),typeof value=="number"&&Number.isFinite(value)?value:null}function timeOf(value){if(typeof value=="string"&&!/^\d+(\.\d+)?$/.
test(value)){let iso=value.trim().replace(",",".").replace(" ","T"),time=Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/i.test(iso)?iso:`${iso}Z`);return Number.isNaN(time)?
null:time}let number2=finite(value);return number2===null?null:number2>1e11?number2:number2*1e3}function differenceOf(a,b){if(typeof a=="number"&&typeof b=="num\
ber")return Math.abs(a-b);if(typeof a=="number"||typeof b=="number"||a===null||b===null||a.length!==b.length)return null;let most=0;for(let i=0;i<a.length;i++)most=
Math.max(most,Math.abs(a[i]-b[i]));return most}var import_node_crypto4,LONGEST_ID,LONGEST_LABEL,MOST_NUMBERS,init_answer=__esm({"src/gates/comparison/answer.ts"(){
"use strict";import_node_crypto4=require("node:crypto");init_identify();LONGEST_ID=200,LONGEST_LABEL=200,MOST_NUMBERS=1e4}});function createTally(){let differences2=numbers(),times={stable:numbers(),canary:numbers()},kinds2=new Map,pairs2=0,judged=0,canaryErrors=0,labelled=0,equal=0;return{
get pairs(){return pairs2},get judged(){return judged},get canaryErrors(){return canaryErrors},get labelled(){return labelled},get equal(){return equal},add(stable,canary){
if(pairs2++,stable.bad)return;judged++;let difference2=differenceOf(stable.number,canary.number);if(canary.bad||stable.number!==null&&difference2===null){canaryErrors++;
return}difference2!==null&&differences2.push(difference2),stable.latency!==null&&canary.latency!==null&&(times.stable.push(stable.latency),times.canary.push(canary.
latency)),!(stable.label===null||canary.label===null)&&(labelled++,stable.label===canary.label?equal++:disagree(stable.label,canary.label))},differences:()=>differences2.
sorted(),latencies:()=>({stable:times.stable.sorted(),canary:times.canary.sorted()}),disagreements:most=>[...kinds2.values()].sort((a,b)=>b.count-a.count).slice(
0,most)};function disagree(stable,canary){let key=`${stable}
${canary}`,known2=kinds2.get(key);known2?known2.count++:kinds2.size<MOST_KINDS&&kinds2.set(key,{stable,canary,count:1})}}function numbers(){let values=new Float64Array(
1024),n=0;return{push(value){if(n===values.length){let more=new Float64Array(n*2);more.set(values),values=more}values[n++]=value},sorted:()=>values.slice(0,n).sort()}}
var MOST_KINDS,init_tally=__esm({"src/gates/comparison/tally.ts"(){"use strict";init_answer();MOST_KINDS=1e3}});async function comparisonGate(options){let{clock,deadline,signal}=options;for(let i=1,pause3=FIRST_PAUSE3;;i++,pause3=Math.min(LONGEST_PAUSE3,pause3*1.5)){await options.
stillOurs(),signal.throwIfAborted();let result=await look2(options,LEVEL2/(i*(i+1))).catch(error=>{if(signal.throwIfAborted(),error instanceof CannotLook||error instanceof
KubeError)return{kind:"comparison",verdict:"error",reason:error.message};throw error});if(result.verdict==="pass"||result.verdict==="fail")return result;let left=deadline-
clock.now();if(left<=0)return result;options.onWaiting?.(result.reason),await clock.sleep(Math.min(pause3,left),signal)}}async function look2(options,level){let{
spec,source:source2,versions,since}=options,{limits:limits2,settle:settle2}=spec,tally=createTally(),pairing=createPairing({since,settle:settle2,onPair:(stable,canary)=>tally.
add(stable,canary)}),lines=await source2.read((role,answer3)=>(options.signal.throwIfAborted(),pairing.add(role,answer3),pairing.pairs<MOST_PAIRS)),coverage=spec.
source.kind==="replay"?null:{...pairing.coverage(),share:options.mirrored},findings=findingsOf({source:source2.name,versions,tally,pairing,lines,coverage},limits2,
level);return{kind:"comparison",...verdictOf(findings,limits2),comparison:findings}}var MOST_PAIRS,FIRST_PAUSE3,LONGEST_PAUSE3,init_comparison_gate=__esm({"src/\
gates/comparison/comparison-gate.ts"(){"use strict";init_client();init_cannot_look();init_findings();init_judge();init_pairing();init_tally();MOST_PAIRS=1e6,FIRST_PAUSE3=
500,LONGEST_PAUSE3=15e3}});async function*linesOf(stream){let rest=[],length=0,skipping=!1;for await(let chunk of stream){let end=chunk.lastIndexOf(10);if(end<0){skipping||rest.push(chunk),
length+=chunk.length,length>1048576&&(skipping=!0,rest=[]);continue}let lines=Buffer.concat([...rest,chunk.subarray(0,end)]).toString("utf8").split(`
`);skipping&&lines.shift(),skipping=!1,rest=[chunk.subarray(end+1)],length=chunk.length-end-1,yield lines}}var init_lines=__esm({"src/gates/comparison/lines.ts"(){
"use strict"}});function lineSource(spec,{name,stamped,open:open2}){let answerOf=answerReader(spec);return{name,async read(take2){let lines={stable:0,canary:0},opened=await open2(),
readers=opened.map(({role,stream})=>({role,lines:linesOf(stream),newest:-1/0}));try{let wanted=!0;for(;wanted&&readers.length>0;){let behind=readers.reduce((a,b)=>b.
newest<a.newest?b:a),next=await behind.lines.next();if(next.done===!0)readers.splice(readers.indexOf(behind),1);else{lines[behind.role]+=next.value.length;for(let line2 of next.
value){let answer3=stamped?stampedAnswer(line2):answerOf(line2,{at:null});if(answer3!==null&&(answer3.at>behind.newest&&(behind.newest=answer3.at),wanted=take2(
behind.role,answer3),!wanted))break}}}}finally{for(let{stream}of opened)stream.destroy()}return lines}};function stampedAnswer(line2){let space=line2.indexOf(" "),
at3=space<20?null:timeOf(line2.slice(0,space));return at3===null?null:answerOf(line2.slice(space+1),{at:at3})}}var init_source=__esm({"src/gates/comparison/sour\
ce.ts"(){"use strict";init_answer();init_lines()}});function replaySource(engine,scene,spec,source2){let answerOf=answerReader(spec);return{name:"replay",async read(take2){let bodies=source2.bodies===null?null:await bodiesOf(
engine,source2.bodies),sides3={stable:await probers("stable"),canary:await probers("canary")},unreached={stable:"",canary:""},reached={stable:0,canary:0},run3=(0,import_node_crypto5.randomUUID)().
slice(0,8),next=0,worker=async()=>{for(;next<source2.requests;){let i=next++,id=`shiftgate-${run3}-${i}`,answers=await Promise.all(["stable","canary"].map(async role=>{
let all2=sides3[role],answer3=await ask4(all2[i%all2.length],id,bodies?.[i%bodies.length]);return answer3.reached?reached[role]++:unreached[role]=answer3.error??
"no connection",{role,answer:answer3}}));for(let{role,answer:answer3}of answers)take2(role,compared2(answer3,id,i))}};try{await Promise.all(Array.from({length:CONCURRENCY2},
worker))}finally{for(let prober of[...sides3.stable,...sides3.canary])prober.close()}for(let role of["stable","canary"])if(reached[role]===0)throw new CannotLook(
`no connection to the pods of ${scene.roles[role].name}: ${unreached[role]}`);return{stable:source2.requests,canary:source2.requests}}};function ask4(prober,id,body2){
let extraHeaders={[source2.header.toLowerCase()]:id};return prober.addresses().then(([address2])=>prober.send({address:address2,fresh:!0,extraHeaders,signal:engine.
signal,...body2&&{body:body2}}))}function compared2(answer3,id,i){let bad=!answer3.good&&answer3.kind!=="unidentified",known2={at:i,id,latency:answer3.ms,bad};return(answer3.
body===null?null:answerOf(answer3.body,known2))??{id,at:i,bad:!0,label:null,number:null,latency:null}}async function probers(role){let pods=(await runningPods(engine,
scene,role)).filter(isReady);if(pods.length===0)throw new CannotLook(`no pod of ${scene.roles[role].name} is ready to be asked`);let service=await serviceOf3(engine,
scene,role);return pods.map(pod2=>{let port=portBehind(service,scene.roles[role].backend,pod2);if(port===null)throw new CannotLook(`cannot tell which port of po\
d ${pod2.metadata.name} to ask; name the port in versions.${scene.roles[role].name}.port`);let target={namespace:scene.rollout.namespace,name:pod2.metadata.name,
port};return proberOf(engine,scene,()=>engine.kube.connect(target))})}}async function bodiesOf(engine,file2){let text3;try{text3=await(0,import_promises3.readFile)(
import_node_path3.default.resolve(engine.workspace.folder,file2),"utf8")}catch(error){throw new CannotLook(`replay.bodies: ${file2} cannot be read: ${messageOf(
error)}`,{cause:error})}let lines=text3.split(/\r?\n/).filter(line2=>line2.trim()!=="");if(lines.length===0)throw new CannotLook(`replay.bodies: ${file2} has no\
 line with a body`);return lines.map(line2=>Buffer.from(line2))}var import_node_path3,import_promises3,import_node_crypto5,CONCURRENCY2,init_replay=__esm({"src/\
engine/replay.ts"(){"use strict";import_node_path3=__toESM(require("node:path"),1),import_promises3=require("node:fs/promises"),import_node_crypto5=require("node:crypto");
init_answer();init_cannot_look();init_errors();init_scene();init_version_pods();CONCURRENCY2=4}});async function comparison(engine,session,scene,stage2,gate,passed2){let{record}=session;if(record.firstRun||stage2.kind!=="weight")return null;let{clock}=engine,
{stable,canary}=scene.roles,began=clock.now(),{gate:most}=scene.rollout.timeouts,since=Date.parse(record.routeChangedAt??engine.kube.timestamp());return comparisonGate(
{spec:gate,source:sourceOf(engine,scene,gate,since),versions:{stable:stable.name,canary:canary.name},mirrored:stage2.mirror/100,since:gate.source.kind==="replay"?
0:since,deadline:began+most,clock,signal:engine.signal,onWaiting(reason){passed2((clock.now()-began)/most),engine.progress.waiting(`comparison: looking again: ${singleLine(
reason,300)}`)},stillOurs:()=>session.check()})}function sourceOf(engine,scene,gate,since){let{source:source2}=gate,{kube}=engine;switch(source2.kind){case"logs":
return lineSource(gate,{name:"pod logs",stamped:!0,open:()=>openAll(engine,scene,source2.container,async(pod2,container2)=>{let{namespace=scene.rollout.namespace,
name}=pod2.metadata,log={namespace,name,container:container2,since};return[...restartedSince(pod2,container2,since)?[await kube.logs({...log,previous:!0})]:[],await kube.
logs({...log,previous:!1})].filter(s=>s!==null)})});case"file":return lineSource(gate,{name:singleLine(source2.path,100),stamped:!1,open:()=>openAll(engine,scene,
source2.container,async(pod2,container2)=>{let{namespace=scene.rollout.namespace,name}=pod2.metadata;return[await kube.output({namespace,name,container:container2,
command:["cat",source2.path]})]})});case"replay":return replaySource(engine,scene,gate,source2)}}async function openAll(engine,scene,container2,open2){let opened=[];
try{for(let role of["stable","canary"]){let pods=await runningPods(engine,scene,role);for(let pod2 of pods){let streams=await open2(pod2,containerOf(pod2,container2,
scene.roles[role].name));opened.push(...streams.map(stream=>({role,stream})))}}return opened}catch(error){for(let{stream}of opened)stream.destroy();throw error}}
function containerOf(pod2,wanted,version2){let names4=(pod2.spec?.containers??[]).map(c=>c.name),usual=pod2.metadata.annotations?.["kubectl.kubernetes.io/defaul\
t-container"]??names4.find(name=>name!=="istio-proxy"),chosen=wanted??usual??"";if(names4.includes(chosen))return chosen;throw new CannotLook(`pod ${pod2.metadata.
name} of ${version2} has no container ${JSON.stringify(chosen)}, only ${names4.join(", ")}; name one of them in the comparison`)}function restartedSince(pod2,container2,since){
let ended2=(pod2.status?.containerStatuses??[]).find(s=>s.name===container2)?.lastState?.terminated?.finishedAt;return ended2!==void 0&&Date.parse(ended2)>=since-
1e3}var init_comparison=__esm({"src/engine/comparison.ts"(){"use strict";init_comparison_gate();init_source();init_cannot_look();init_escape();init_replay();init_version_pods()}});async function metricsGate(options){let{check:check2,clock,signal,onWaiting}=options;await pause2(options,options.wait,left=>`${check2.name}: first look in ${left}`);
let deadline=clock.now()+check2.for+options.patience,heldSince=null,missed=null,seen={looks:0,least:1/0,most:-1/0};for(;;){await options.stillOurs(),signal.throwIfAborted();
let look3=await lookOnce(options),now=clock.now();if(typeof look3=="number"){let wrong=beyond3(look3,check2);if(wrong!==null)return{kind:"metrics",verdict:"fail",
reason:`${check2.name} is ${shown2(look3)}, ${wrong}`};if(seen.looks++,seen.least=Math.min(seen.least,look3),seen.most=Math.max(seen.most,look3),heldSince??=now,
now-heldSince>=check2.for)return{kind:"metrics",verdict:"pass",reason:passed(check2,seen)};onWaiting?.(`${check2.name} is ${shown2(look3)}; held for ${formatDuration(
now-heldSince)} of ${formatDuration(check2.for)}`)}else heldSince=null,missed=look3,onWaiting?.(look3.reason);if(missed&&now>=deadline)return{kind:"metrics",...missed};
await pause2(options,check2.every)}}async function lookOnce({check:check2,query:query2,metrics:metrics2}){try{return await metrics2.ask(query2)??{verdict:"incon\
clusive",reason:`${check2.name} has no data: ${query2.replace(/\s+/g," ").trim()}`}}catch(error){if(error instanceof CannotLook)return{verdict:"error",reason:`${check2.
name}: ${error.message}`};throw error}}async function pause2({clock,signal,stillOurs,onWaiting},duration2,text3){let until=clock.now()+duration2;for(let left=duration2;left>
0;left=until-clock.now())text3&&onWaiting?.(text3(formatDuration(left))),await clock.sleep(Math.min(1e3,left),signal),await stillOurs()}function beyond3(value,{
min,max}){return max!==null&&value>max?`limit at most ${shown2(max)}`:min!==null&&value<min?`limit at least ${shown2(min)}`:null}function passed(check2,{looks,least,
most}){let limits2=[...check2.min===null?[]:[`at least ${shown2(check2.min)}`],...check2.max===null?[]:[`at most ${shown2(check2.max)}`]].join(" and "),values=least===
most?shown2(least):`${shown2(least)} to ${shown2(most)}`,times=looks===1?"":` in ${looks} looks over ${formatDuration(check2.for)}`;return`${check2.name} is ${values}${times}\
, limit ${limits2}`}var shown2,init_metrics_gate=__esm({"src/gates/metrics/metrics-gate.ts"(){"use strict";init_duration();init_cannot_look();shown2=value=>String(
Number(value.toPrecision(4)))}});function collectProblems(file2){let found=[],more=0;return{report({path:path12,line:line2,column},code2,message){return found.length<MOST3?found.push({code:code2,
message,path:path12,file:file2,line:line2,column}):more+=1,INVALID},problems(){let sorted=[...found].sort((a,b)=>(a.line??0)-(b.line??0)||(a.column??0)-(b.column??
0));return more>0&&sorted.push({code:"more-problems",file:file2,message:`${more} more problems; expected a rollout file; correct these first`}),sorted}}}function quoted(text3){
let short=text3.length>60?`${text3.slice(0,57)}...`:text3;return JSON.stringify(short).replace(/[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,"?")}function describeNode(node){
switch(node.kind){case"text":return`${quoted(node.value)} is text`;case"number":return`${node.source} is a number`;case"flag":return`${node.source} is a yes/no \
value`;case"empty":return"there is no value";case"list":return"this is a list";case"map":return"this is a mapping"}}function wrongType(node,expected,todo,reading){
let advice=node.kind==="empty"?"write a value here":todo;return reading.report(node.place,"wrong-type",`${describeNode(node)}; expected ${expected}; ${advice}`)}
var INVALID,MOST3,init_reading=__esm({"src/spec/reading.ts"(){"use strict";INVALID=Symbol("invalid"),MOST3=100}});function queryProblem(query2){if(query2.trim()==="")return"the query is empty; expected PromQL; write what to ask for";for(let[whole,key=""]of query2.matchAll(PLACEHOLDER2)){
if(whole.endsWith("}")&&KNOWN.includes(key))continue;let near=suggest(key,KNOWN),todo=near===null?`write one of ${KNOWN.map(k=>`\${${k}}`).join(", ")}`:`did you\
 mean \${${near}}?`;return`${quoted(whole)} is no placeholder; expected a name that the rollout knows; ${todo}`}return null}function filledQuery(query2,names4){
return query2.replace(PLACEHOLDER2,(_,key)=>{if(key==="namespace")return names4.namespace;let[side,field2]=key.split("."),{name,deployment,backend}=names4[side];
switch(field2){case"name":return name;case"deployment":return deployment;case"service":return backend.service;case"subset":return backend.kind==="subset"?backend.
subset:""}})}var SIDE,KNOWN,PLACEHOLDER2,init_query_placeholders=__esm({"src/spec/query-placeholders.ts"(){"use strict";init_reading();init_suggest();SIDE=["nam\
e","deployment","service","subset"],KNOWN=["namespace",...["canary","stable"].flatMap(side=>SIDE.map(key=>`${side}.${key}`))],PLACEHOLDER2=/\$\{([^}]*)\}?/g}});async function metrics(engine,session,scene,check2,told){let{rollout,roles}=scene,since=session.record.routeChangedAt;if(since===null)return null;let canary=scene.
newReleaseOnStable?roles.stable:roles.canary,{clock,kube,progress,signal}=engine,passed2=Math.max(0,Date.parse(kube.timestamp())-Date.parse(since)),wait=check2.
after-passed2,began=clock.now(),whole=Math.max(0,wait)+check2.for+check2.every;return metricsGate({check:check2,query:filledQuery(check2.query,{namespace:rollout.
namespace,stable:roles.stable,canary}),metrics:engine.metrics(rollout.metrics),wait,patience:rollout.timeouts.gate,clock,signal,onWaiting(text3){told((clock.now()-
began)/whole),progress.waiting(`metrics: ${text3}`)},stillOurs:()=>session.check()})}var init_metrics=__esm({"src/engine/metrics.ts"(){"use strict";init_metrics_gate();
init_query_placeholders()}});async function passGates(engine,session,scene,stage2,results){if(stage2.gates.length===0)return null;await session.save(record=>({...record,stageState:"gating"}));
for(let[index,gate]of stage2.gates.entries()){let share4=40/stage2.gates.length,passed2=part=>engine.progress.percent?.(Math.floor(60+(index+Math.min(1,part))*share4));
passed2(0),engine.signal.throwIfAborted();let result=await runGate({engine,session,scene,stage:stage2,passed:passed2},gate);if(result!==null&&(results.push(result),
engine.progress.step(`${result.kind}: ${result.verdict}: ${result.reason}`),result.verdict!=="pass"))return result}return null}async function runGate(scope,gate){
let{engine,session,scene,stage:stage2,passed:passed2}=scope;switch(gate.kind){case"soak":return soak(scope,gate.duration);case"traffic":return traffic(scope,gate);case"\
comparison":return comparison(engine,session,scene,stage2,gate,passed2);case"metrics":return metrics(engine,session,scene,gate,passed2)}}async function soak({engine,
session,passed:passed2},duration2){let{clock,kube}=engine,since=session.record.routeChangedAt,before=since?Math.max(0,Date.parse(kube.timestamp())-Date.parse(since)):
0,until=clock.now()+duration2-before;for(let left=until-clock.now();left>0;left=until-clock.now())passed2(1-left/duration2),engine.progress.waiting(`soaking, ${formatDuration(
left)} left`),await clock.sleep(Math.min(left,1e3),engine.signal),await session.check();return{kind:"soak",verdict:"pass",reason:`${formatDuration(duration2)} s\
ince the route change have passed`}}async function traffic({engine,session,scene,stage:stage2,passed:passed2},gate){let firstRun=session.record.firstRun,state=routeStateOf(
stage2,{rollout:scene.rollout,firstRun});if(state===null)return null;let prober=proberOf(engine,scene);if(!prober)return{kind:"traffic",verdict:"error",reason:'\
a traffic gate without a "traffic" block has nobody to ask'};let{clock}=engine;try{let result=await trafficGate({prober,expected:expectedOf(scene,state),headerRoutes:state.
kind==="split"?state.headers:[],path:pathOf3(scene.rollout.traffic.url),requests:gate.requests,limits:gate.limits,deadline:clock.now()+scene.rollout.timeouts.gate,
clock,signal:engine.signal,onProgress(done2,n){passed2(done2/n),engine.progress.waiting(`traffic: ${done2} of ${n} requests`)},onWaiting:reason=>engine.progress.
step(`traffic: measuring again: ${reason}`),stillOurs:()=>session.check()});return await session.save(record=>({...record,served:servedOf2(result,clock.timestamp())})),
{kind:result.kind,verdict:result.verdict,reason:result.reason}}finally{prober.close()}}function servedOf2(result,at3){let{served:served2}=result;if(!served2)return null;
let percent4=share4=>Math.round(share4*1e4)/100;return{weight:percent4(served2.share),low:percent4(served2.low),high:percent4(served2.high),n:served2.n,from:served2.
from,at:at3}}function pathOf3(url2){let{pathname,search}=new URL(url2);return pathname+search}var init_gates=__esm({"src/engine/gates.ts"(){"use strict";init_traffic_gate();
init_duration();init_comparison();init_metrics();init_context();init_scene();init_served();init_stage()}});async function chooseImage(engine,record,options){let known2=record?.phase==="aborted"?null:record,{image:requested}=options;if(requested===null)return{image:known2?.
image??null,requested:known2?.requestedImage??null};let parsed2=parseImage(requested);if(!parsed2.ok)throw invalid({code:"bad-image",message:parsed2.message,path:"\
--image"});if(parsed2.image.digest!==null)return{image:requested,requested:null};if(parsed2.image.tag===null)throw withoutTag(requested);if(known2?.image&&known2.
requestedImage===requested&&goesOn(known2,options))return{image:known2.image,requested};let image2=await engine.resolveImage(requested);return engine.progress.step(
`${formatImage(parsed2.image)} is ${image2}`),{image:image2,requested}}function goesOn(record,{rollout,to,supersede:supersede2}){let first=to===null||to===rollout.
stages[0].name;return record.phase==="active"?!(supersede2&&first):!first}function withoutTag(image2){return invalid({code:"image-without-digest",path:"--image",
message:`image "${image2}" has neither tag nor digest, and "latest" is not guessed; expected ${image2}:TAG, or ${image2}@sha256:… as the registry printed it aft\
er the push`})}var init_image2=__esm({"src/engine/image.ts"(){"use strict";init_errors();init_image()}});async function advance(engine,options){try{return await decideAndCarryOut(engine,options)}catch(error){if(!(error instanceof CommandError)||error.outcome==="can\
celled")throw error;let{record}=await engine.store.read().catch(()=>({record:null}));return withConfigured(engine,record,refusal(error,options.rollout,record))}}
async function decideAndCarryOut(engine,options){for(;;){let stored=await engine.store.read(),prepared=await prepareFor(engine,stored.record,options),decision=await decide(
engine,stored.record,prepared,options);if(decision.kind==="refuse"&&decision.problem.code==="drift"&&await changedSince(engine,stored))continue;let answer3=answerWithoutWork(
decision,stored.record,options.rollout);if(answer3)return withConfigured(engine,stored.record,answer3);let{stage:stage2}=decision,approval=await approvalFor(engine,
stored.record,stage2,prepared);try{let planOptions={repair:options.repair,resume:decision.kind==="resume",first:decision.kind==="start"};return await carryOut(engine,
stored,prepared,stage2,approval,planOptions,"rollout")}catch(error){if(!(error instanceof RecordChanged))throw error}}}async function changedSince(engine,{record}){
return JSON.stringify((await engine.store.read()).record)!==JSON.stringify(record)}async function prepareFor(engine,record,options){let{image:image2,requested}=await chooseImage(
engine,record,options);if(image2===null&&options.rollout.image!==null)throw invalid({code:"no-image",message:`no image to roll out: the file names ${options.rollout.
image.repository}, and which digest of it is meant is not known; pass --image ${options.rollout.image.repository}@sha256:…, or :TAG`});return{...await prepare(
options.rollout,engine.workspace,image2),requestedImage:requested}}async function approvalFor(engine,record,stage2,prepared){let{rollout}=prepared;if(stage2.approval===
null)return null;let answer3=await engine.approvals.approvalOf({rollout:rollout.name,stage:stage2.name,environment:stage2.approval,run:engine.run.id,release:prepared.
release,approvers:rollout.approvers??[],earlier:approvalsSeen(record),foreign:foreignChange(record,engine.run.id),summary:[`release ${prepared.release}`,...prepared.
image?[`image ${prepared.image}`]:[]]});if(answer3.kind==="given")return answer3.approval;throw new CommandError("held",[{code:"approval-missing",message:`stage\
 ${stage2.name} waits for an approval (${stage2.approval}), nothing was changed: ${answer3.reason}`}])}async function runStage(engine,prepared,stage2,options){for(;;){
let stored=await engine.store.read(),planOptions={repair:!1,resume:!options.first,first:options.first};try{return await carryOut(engine,stored,prepared,stage2,null,
planOptions,options.kind)}catch(error){if(!(error instanceof RecordChanged))throw error}}}async function carryOut(engine,stored,prepared,stage2,approval,planOptions,kind){
let plan=await planFor(engine,prepared,stored.record,stage2,planOptions).catch(async error=>{throw error instanceof CommandError&&await changedSince(engine,stored)?
new RecordChanged:error}),archive=plan.archive?packArchive(prepared.rollout.name,await plan.archive()):null,archiving=archive?{archiving:archive.name}:{},seen=JSON.
stringify(stored.record),session=await openSession(sessionOptions(engine,{preempt:!1}),stored,current=>{if(JSON.stringify(current)!==seen)throw new RecordChanged;
return{...planOptions.first?startRollout(engine,prepared,current,plan,stage2,approval,kind):enterStage(engine,current,plan,stage2,approval),...archiving}});engine.
setFence(what3=>session.fence(what3));try{archive&&await storeWayBack(engine,session,archive,stored.record?.archiving??null);let result=await inSession(engine,session,
prepared,plan,stage2,planOptions);return await withConfigured(engine,session.record,result)}catch(error){throw error instanceof Preempted?refused({code:"preempt\
ed",message:`${error.message}; this process stopped and wrote nothing more`}):(await session.abandon(),error)}finally{engine.setFence(null)}}async function inSession(engine,session,prepared,firstPlan,stage2,planOptions){
let changes=[],gates=[],finish2=(outcome,message,reason)=>({command:"advance",outcome,rollout:prepared.rollout.name,message,...reason?{reason}:{},...fromRecord(
session.record),changes,gates,...firstPlan.plan.notes.length>0?{notes:firstPlan.plan.notes}:{}});engine.progress.step(`stage ${stage2.name} of ${prepared.rollout.
name}: release ${prepared.release}`);let ran=await runActions(engine,session,firstPlan,changes,gates,()=>planFor(engine,prepared,session.record,stage2,{...planOptions,
resume:!0})),stopped=ran.stopped??await passGates(engine,session,ran.plan.scene,stage2,gates);if(stopped){if(stopped.verdict==="fail"&&stage2.onFailure==="abort"){
engine.progress.step(`stage ${stage2.name} failed: ${stopped.reason}`);let aborted=await abortInSession(engine,session,`stage ${stage2.name}: ${stopped.reason}`,
gates);return changes.push(...aborted.changes),{...finish2(aborted.complete?"aborted":"failed",`stage ${stage2.name} failed: ${stopped.reason}. ${aborted.message}`,
aborted.complete?"gate-failed":"abort-incomplete"),gates:[...gates,...aborted.gates]}}await session.end(record=>holdStage(engine,record,stopped,gates));let doing2=stopped.
verdict==="fail"?'failed, and its on-failure is "hold"':`is ${stopped.verdict}`;return finish2("held",`stage ${stage2.name} is held: its ${stopped.kind} gate ${doing2}\
: ${stopped.reason}. Traffic stays where it is; advance again, or abort`,stopped.verdict==="fail"?"gate-failed":"no-evidence")}return stage2.kind==="finish"?(await endFinish(
engine,session,gates),finish2("done",`rollout ${prepared.rollout.name} is finished: ${session.record.stable} serves release ${prepared.release} alone`)):(await session.
end(record=>passStage(engine,record,gates)),finish2("done",`stage ${stage2.name} has passed`))}async function storeWayBack(engine,session,archive,earlier){let{file:file2,
rollout}=session.record;earlier&&earlier!==archive.name&&await session.repeat(()=>deleteArchive(engine.kube,file2.namespace,earlier)),await session.repeat(()=>storeArchive(
engine.kube,file2.namespace,rollout,archive)),await session.save(record=>({...record,archive:archive.name,archiving:null}))}var RecordChanged,init_advance=__esm(
{"src/engine/advance.ts"(){"use strict";init_errors();init_archive();init_session();init_abort2();init_complete_finish();init_answers();init_configured();init_session_options();
init_decision();init_gates();init_image2();init_preparation();init_result();init_stage_record();init_stage_record();init_stage_plan();init_run_actions();RecordChanged=
class extends Error{}}});async function planAdvance(engine,options){let{record}=await engine.store.read(),prepared=await prepareFor(engine,record,options),decision=await decide(engine,record,
prepared,{to:options.to,repair:!0}),stages=options.rollout.stages.map(plannedStage),nothing2={stageKind:null,approval:null,versions:null,nextWeight:null,before:null,
stages,actions:[],drift:[]},answer3=answerWithoutWork(decision,record,options.rollout);if(answer3)return{...answer3,command:"plan",...nothing2};let{stage:stage2}=decision,
first=decision.kind==="start",plan=await planFor(engine,prepared,record,stage2,{repair:!0,resume:decision.kind==="resume",first}),asked=g=>g.kind==="soak"||plan.
target!==null,gates=stage2.gates.filter(asked).map(g=>({kind:"confirm",text:`gate: ${gateText(g)}`,change:null,diff:[]}));return{command:"plan",outcome:"done",rollout:options.
rollout.name,message:`advance would ${first?"start with":"go to"} stage ${stage2.name}`,gates:[],...fromRecord(record),stage:stage2.name,image:prepared.image,...prepared.
requestedImage===null?{}:{requestedImage:prepared.requestedImage},release:prepared.release,weight:{...fromRecord(record).weight,configured:plan.configured},changes:writesOf(
plan.plan).map(changeOf),notes:plan.plan.notes,stageKind:stage2.kind,approval:stage2.approval,versions:{stable:plan.scene.roles.stable.name,canary:plan.scene.roles.
canary.name},nextWeight:plan.target===null?null:canaryShare(plan.target),before:stageBefore(first?null:record,stage2),stages,actions:[...plan.plan.actions.map(a=>describeAction(
a,options)),...gates],drift:plan.drift}}function stageBefore(record,stage2){let passed2=record?.history.findLast(h=>h.event==="passed"&&h.stage!==stage2.name);return passed2?.
stage?{stage:passed2.stage,gates:passed2.gates}:null}function plannedStage(stage2){let{name,approval}=stage2;return{name,approval,does:doing(stage2),gates:stage2.
gates.map(g=>g.kind)}}function gateText(gate){if(gate.kind!=="metrics")return gate.kind;let{name,min,max}=gate,limits2=[...min===null?[]:[`at least ${min}`],...max===
null?[]:[`at most ${max}`]];return`metrics, ${name} ${limits2.join(" and ")}`}function doing(stage2){if(stage2.kind==="promote")return`promote (${stage2.mode})`;
if(stage2.kind==="finish")return"finish";let headers3=stage2.headers.length>0?", requests with headers":"",mirror=stage2.mirror>0?`, mirror ${stage2.mirror} %`:
"";return`${stage2.weight} %${headers3}${mirror}`}function describeAction(action,options){let plain4=text3=>({kind:action.kind,text:text3,change:null,diff:[]});
switch(action.kind){case"write":{let change=changeOf(action);return{kind:"write",text:`${WORDS[change.action]} ${describe(action.ref)}: ${action.why}`,change,diff:diffOf(
action,options)}}case"await-ready":return plain4(`wait until ${action.deployment} has ${action.replicas} ready pod${action.replicas===1?"":"s"}`);case"await-gon\
e":return plain4(`wait until the pods of ${action.deployment} are gone`);case"warm-up":return plain4(`send one request to each pod of ${action.deployment}`);case"\
confirm":return plain4("ask every gateway address whether it serves the new route");case"drain":return plain4(`wait ${formatDuration(action.duration)} ${action.
why}`);case"compare-templates":return plain4("compare the pod templates of both versions");case"release-fields":return plain4(`give up our field ownership of ${describe(
action.ref)}`)}}function diffOf(write2,options){if(!write2.before||!write2.after)return[];let route2=options.rollout.routes.find(r=>routeRef(r).kind===write2.ref.
kind&&r.name===write2.ref.name);if(route2)return[...routerOf(route2).diff(write2.before,write2.after)];let{before,after}=comparable(write2);return changedPaths(
before,after).map(c=>`${c.path}: ${show3(c.before)} -> ${show3(c.after)}`)}function comparable(write2){let strip=o=>({metadata:{labels:o.metadata.labels??{}},spec:o.
spec??{},data:o.data??{}}),before=strip(write2.before),after=strip(write2.after);return{before:write2.verb==="apply"?onlyKeysOf(after,before):before,after}}function onlyKeysOf(shape,value){
return Array.isArray(shape)&&Array.isArray(value)?shape.map((s,i)=>onlyKeysOf(s,value[i])):typeof shape=="object"&&shape!==null&&typeof value=="object"&&value!==
null?Object.fromEntries(Object.keys(shape).map(k=>[k,onlyKeysOf(shape[k],value[k])])):value}function show3(value){return value===void 0?"(none)":JSON.stringify(
value)}var WORDS,init_plan_advance=__esm({"src/engine/plan-advance.ts"(){"use strict";init_object();init_json_diff();init_route_state();init_plan();init_route();
init_duration();init_advance();init_answers();init_decision();init_observe();init_result();init_stage_plan();WORDS={created:"create",updated:"update",deleted:"d\
elete",unchanged:"keep"}}});function planText(plan){return[`${plan.rollout}: ${plan.message}`,...plan.release?[`release ${plan.release}`]:[],...plan.image?[`image ${plan.image}${plan.requestedImage?
` (${plan.requestedImage})`:""}`]:[],...plan.approval?[`needs an approval: ${plan.approval}`]:[],...plan.drift.map(d=>`drift: ${d}; advance refuses unless --rep\
air is given`),"",...plan.actions.flatMap((a,i)=>[`${String(i+1).padStart(3)}. ${a.text}`,...a.diff.map(d=>`       ${d}`)])].map(l=>l===""?"":l.slice(0,l.length-
l.trimStart().length)+singleLine(l.trimStart(),1e3)).join(`
`)}var init_plan2=__esm({"src/report/plan.ts"(){"use strict";init_escape()}});function throughPods(kube,traffic2,from2){let{namespace,selector:selector2}=from2;return{async addresses(){let running=(await kube.list({apiVersion:"v1",kind:"P\
od",namespace,labelSelector:selector2})).filter(pod2=>pod2.status?.phase==="Running"&&!pod2.metadata.deletionTimestamp);if(running.length===0)throw new CannotLook(
`traffic.from: no running pod in namespace ${namespace} has the labels ${selector2}`);return running.map(pod2=>{let port=portOf(pod2,traffic2);return{host:pod2.
metadata.name,port,text:`pod ${namespace}/${pod2.metadata.name}:${port}`}})},dial:({host,port})=>kube.connect({namespace,name:host,port})}}function portOf(pod2,traffic2){
let{protocol,port}=new URL(traffic2.url),wanted=Number(port||(protocol==="https:"?443:80)),declared=(pod2.spec?.containers??[]).flatMap(c=>(c.ports??[]).map(p=>p.
containerPort)),usual=ISTIO_PORTS[protocol];if(declared.length===0||declared.includes(wanted))return wanted;if(usual!==void 0&&declared.includes(usual))return usual;
throw new CannotLook(`traffic.from: pod ${pod2.metadata.name} has the ports ${declared.join(", ")}, and traffic.url asks for ${wanted}; name one of them in the \
url`)}var ISTIO_PORTS,init_gateway_pods=__esm({"src/gates/traffic/gateway-pods.ts"(){"use strict";init_cannot_look();ISTIO_PORTS={"http:":8080,"https:":8443}}});function requestHeaders(field2,values,{env,secrets}){let headers3={},hidden=[];for(let[name,value]of Object.entries(values)){if(value.kind==="text"){headers3[name.
toLowerCase()]=value.text;continue}let secret2=env(value.name)?.trim()??"",wrong=secret2===""?"is not set":/[^\t\x20-\x7e\x80-\xff]/.test(secret2)?"is no value \
of a header":null;if(wrong!==null)throw new CannotLook(`${field2}.${name}: environment variable ${value.name} ${wrong}; set it for this step, for example from a\
 secret`);let tokens=secret2.split(/\s+/).slice(1);for(let part of[secret2,...tokens.filter(token=>token.length>=SHORTEST_SECRET)])secrets(part),hidden.push(part);
headers3[name.toLowerCase()]=secret2}let redact=redactor(hidden);return{headers:headers3,hide:(text3,most)=>singleLine(redact(text3),most)}}var SHORTEST_SECRET,
init_request_headers=__esm({"src/gates/request-headers.ts"(){"use strict";init_escape();init_redact();init_cannot_look();SHORTEST_SECRET=4}});var require_utils=__commonJS({"node_modules/smart-buffer/build/utils.js"(exports2){"use strict";Object.defineProperty(exports2,"__esModule",{value:!0});var buffer_1=require("buffer"),
ERRORS2={INVALID_ENCODING:"Invalid encoding provided. Please specify a valid encoding the internal Node.js Buffer supports.",INVALID_SMARTBUFFER_SIZE:"Invalid s\
ize provided. Size must be a valid integer greater than zero.",INVALID_SMARTBUFFER_BUFFER:"Invalid Buffer provided in SmartBufferOptions.",INVALID_SMARTBUFFER_OBJECT:"\
Invalid SmartBufferOptions object supplied to SmartBuffer constructor or factory methods.",INVALID_OFFSET:"An invalid offset value was provided.",INVALID_OFFSET_NON_NUMBER:"\
An invalid offset value was provided. A numeric value is required.",INVALID_LENGTH:"An invalid length value was provided.",INVALID_LENGTH_NON_NUMBER:"An invalid\
 length value was provived. A numeric value is required.",INVALID_TARGET_OFFSET:"Target offset is beyond the bounds of the internal SmartBuffer data.",INVALID_TARGET_LENGTH:"\
Specified length value moves cursor beyong the bounds of the internal SmartBuffer data.",INVALID_READ_BEYOND_BOUNDS:"Attempted to read beyond the bounds of the \
managed data.",INVALID_WRITE_BEYOND_BOUNDS:"Attempted to write beyond the bounds of the managed data."};exports2.ERRORS=ERRORS2;function checkEncoding(encoding){
if(!buffer_1.Buffer.isEncoding(encoding))throw new Error(ERRORS2.INVALID_ENCODING)}exports2.checkEncoding=checkEncoding;function isFiniteInteger(value){return typeof value==
"number"&&isFinite(value)&&isInteger(value)}exports2.isFiniteInteger=isFiniteInteger;function checkOffsetOrLengthValue(value,offset){if(typeof value=="number"){
if(!isFiniteInteger(value)||value<0)throw new Error(offset?ERRORS2.INVALID_OFFSET:ERRORS2.INVALID_LENGTH)}else throw new Error(offset?ERRORS2.INVALID_OFFSET_NON_NUMBER:
ERRORS2.INVALID_LENGTH_NON_NUMBER)}function checkLengthValue(length){checkOffsetOrLengthValue(length,!1)}exports2.checkLengthValue=checkLengthValue;function checkOffsetValue(offset){
checkOffsetOrLengthValue(offset,!0)}exports2.checkOffsetValue=checkOffsetValue;function checkTargetOffset(offset,buff){if(offset<0||offset>buff.length)throw new Error(
ERRORS2.INVALID_TARGET_OFFSET)}exports2.checkTargetOffset=checkTargetOffset;function isInteger(value){return typeof value=="number"&&isFinite(value)&&Math.floor(
value)===value}function bigIntAndBufferInt64Check(bufferMethod){if(typeof BigInt>"u")throw new Error("Platform does not support JS BigInt type.");if(typeof buffer_1.
Buffer.prototype[bufferMethod]>"u")throw new Error(`Platform does not support Buffer.prototype.${bufferMethod}.`)}exports2.bigIntAndBufferInt64Check=bigIntAndBufferInt64Check}});var require_smartbuffer=__commonJS({"node_modules/smart-buffer/build/smartbuffer.js"(exports2){"use strict";Object.defineProperty(exports2,"__esModule",{value:!0});
var utils_1=require_utils(),DEFAULT_SMARTBUFFER_SIZE=4096,DEFAULT_SMARTBUFFER_ENCODING="utf8",SmartBuffer=class _SmartBuffer{constructor(options){if(this.length=
0,this._encoding=DEFAULT_SMARTBUFFER_ENCODING,this._writeOffset=0,this._readOffset=0,_SmartBuffer.isSmartBufferOptions(options))if(options.encoding&&(utils_1.checkEncoding(
options.encoding),this._encoding=options.encoding),options.size)if(utils_1.isFiniteInteger(options.size)&&options.size>0)this._buff=Buffer.allocUnsafe(options.size);else
throw new Error(utils_1.ERRORS.INVALID_SMARTBUFFER_SIZE);else if(options.buff)if(Buffer.isBuffer(options.buff))this._buff=options.buff,this.length=options.buff.
length;else throw new Error(utils_1.ERRORS.INVALID_SMARTBUFFER_BUFFER);else this._buff=Buffer.allocUnsafe(DEFAULT_SMARTBUFFER_SIZE);else{if(typeof options<"u")throw new Error(
utils_1.ERRORS.INVALID_SMARTBUFFER_OBJECT);this._buff=Buffer.allocUnsafe(DEFAULT_SMARTBUFFER_SIZE)}}static fromSize(size,encoding){return new this({size,encoding})}static fromBuffer(buff,encoding){
return new this({buff,encoding})}static fromOptions(options){return new this(options)}static isSmartBufferOptions(options){let castOptions=options;return castOptions&&
(castOptions.encoding!==void 0||castOptions.size!==void 0||castOptions.buff!==void 0)}readInt8(offset){return this._readNumberValue(Buffer.prototype.readInt8,1,
offset)}readInt16BE(offset){return this._readNumberValue(Buffer.prototype.readInt16BE,2,offset)}readInt16LE(offset){return this._readNumberValue(Buffer.prototype.
readInt16LE,2,offset)}readInt32BE(offset){return this._readNumberValue(Buffer.prototype.readInt32BE,4,offset)}readInt32LE(offset){return this._readNumberValue(Buffer.
prototype.readInt32LE,4,offset)}readBigInt64BE(offset){return utils_1.bigIntAndBufferInt64Check("readBigInt64BE"),this._readNumberValue(Buffer.prototype.readBigInt64BE,
8,offset)}readBigInt64LE(offset){return utils_1.bigIntAndBufferInt64Check("readBigInt64LE"),this._readNumberValue(Buffer.prototype.readBigInt64LE,8,offset)}writeInt8(value,offset){
return this._writeNumberValue(Buffer.prototype.writeInt8,1,value,offset),this}insertInt8(value,offset){return this._insertNumberValue(Buffer.prototype.writeInt8,
1,value,offset)}writeInt16BE(value,offset){return this._writeNumberValue(Buffer.prototype.writeInt16BE,2,value,offset)}insertInt16BE(value,offset){return this._insertNumberValue(
Buffer.prototype.writeInt16BE,2,value,offset)}writeInt16LE(value,offset){return this._writeNumberValue(Buffer.prototype.writeInt16LE,2,value,offset)}insertInt16LE(value,offset){
return this._insertNumberValue(Buffer.prototype.writeInt16LE,2,value,offset)}writeInt32BE(value,offset){return this._writeNumberValue(Buffer.prototype.writeInt32BE,
4,value,offset)}insertInt32BE(value,offset){return this._insertNumberValue(Buffer.prototype.writeInt32BE,4,value,offset)}writeInt32LE(value,offset){return this.
_writeNumberValue(Buffer.prototype.writeInt32LE,4,value,offset)}insertInt32LE(value,offset){return this._insertNumberValue(Buffer.prototype.writeInt32LE,4,value,
offset)}writeBigInt64BE(value,offset){return utils_1.bigIntAndBufferInt64Check("writeBigInt64BE"),this._writeNumberValue(Buffer.prototype.writeBigInt64BE,8,value,
offset)}insertBigInt64BE(value,offset){return utils_1.bigIntAndBufferInt64Check("writeBigInt64BE"),this._insertNumberValue(Buffer.prototype.writeBigInt64BE,8,value,
offset)}writeBigInt64LE(value,offset){return utils_1.bigIntAndBufferInt64Check("writeBigInt64LE"),this._writeNumberValue(Buffer.prototype.writeBigInt64LE,8,value,
offset)}insertBigInt64LE(value,offset){return utils_1.bigIntAndBufferInt64Check("writeBigInt64LE"),this._insertNumberValue(Buffer.prototype.writeBigInt64LE,8,value,
offset)}readUInt8(offset){return this._readNumberValue(Buffer.prototype.readUInt8,1,offset)}readUInt16BE(offset){return this._readNumberValue(Buffer.prototype.readUInt16BE,
2,offset)}readUInt16LE(offset){return this._readNumberValue(Buffer.prototype.readUInt16LE,2,offset)}readUInt32BE(offset){return this._readNumberValue(Buffer.prototype.
readUInt32BE,4,offset)}readUInt32LE(offset){return this._readNumberValue(Buffer.prototype.readUInt32LE,4,offset)}readBigUInt64BE(offset){return utils_1.bigIntAndBufferInt64Check(
"readBigUInt64BE"),this._readNumberValue(Buffer.prototype.readBigUInt64BE,8,offset)}readBigUInt64LE(offset){return utils_1.bigIntAndBufferInt64Check("readBigUIn\
t64LE"),this._readNumberValue(Buffer.prototype.readBigUInt64LE,8,offset)}writeUInt8(value,offset){return this._writeNumberValue(Buffer.prototype.writeUInt8,1,value,
offset)}insertUInt8(value,offset){return this._insertNumberValue(Buffer.prototype.writeUInt8,1,value,offset)}writeUInt16BE(value,offset){return this._writeNumberValue(
Buffer.prototype.writeUInt16BE,2,value,offset)}insertUInt16BE(value,offset){return this._insertNumberValue(Buffer.prototype.writeUInt16BE,2,value,offset)}writeUInt16LE(value,offset){
return this._writeNumberValue(Buffer.prototype.writeUInt16LE,2,value,offset)}insertUInt16LE(value,offset){return this._insertNumberValue(Buffer.prototype.writeUInt16LE,
2,value,offset)}writeUInt32BE(value,offset){return this._writeNumberValue(Buffer.prototype.writeUInt32BE,4,value,offset)}insertUInt32BE(value,offset){return this.
_insertNumberValue(Buffer.prototype.writeUInt32BE,4,value,offset)}writeUInt32LE(value,offset){return this._writeNumberValue(Buffer.prototype.writeUInt32LE,4,value,
offset)}insertUInt32LE(value,offset){return this._insertNumberValue(Buffer.prototype.writeUInt32LE,4,value,offset)}writeBigUInt64BE(value,offset){return utils_1.
bigIntAndBufferInt64Check("writeBigUInt64BE"),this._writeNumberValue(Buffer.prototype.writeBigUInt64BE,8,value,offset)}insertBigUInt64BE(value,offset){return utils_1.
bigIntAndBufferInt64Check("writeBigUInt64BE"),this._insertNumberValue(Buffer.prototype.writeBigUInt64BE,8,value,offset)}writeBigUInt64LE(value,offset){return utils_1.
bigIntAndBufferInt64Check("writeBigUInt64LE"),this._writeNumberValue(Buffer.prototype.writeBigUInt64LE,8,value,offset)}insertBigUInt64LE(value,offset){return utils_1.
bigIntAndBufferInt64Check("writeBigUInt64LE"),this._insertNumberValue(Buffer.prototype.writeBigUInt64LE,8,value,offset)}readFloatBE(offset){return this._readNumberValue(
Buffer.prototype.readFloatBE,4,offset)}readFloatLE(offset){return this._readNumberValue(Buffer.prototype.readFloatLE,4,offset)}writeFloatBE(value,offset){return this.
_writeNumberValue(Buffer.prototype.writeFloatBE,4,value,offset)}insertFloatBE(value,offset){return this._insertNumberValue(Buffer.prototype.writeFloatBE,4,value,
offset)}writeFloatLE(value,offset){return this._writeNumberValue(Buffer.prototype.writeFloatLE,4,value,offset)}insertFloatLE(value,offset){return this._insertNumberValue(
Buffer.prototype.writeFloatLE,4,value,offset)}readDoubleBE(offset){return this._readNumberValue(Buffer.prototype.readDoubleBE,8,offset)}readDoubleLE(offset){return this.
_readNumberValue(Buffer.prototype.readDoubleLE,8,offset)}writeDoubleBE(value,offset){return this._writeNumberValue(Buffer.prototype.writeDoubleBE,8,value,offset)}insertDoubleBE(value,offset){
return this._insertNumberValue(Buffer.prototype.writeDoubleBE,8,value,offset)}writeDoubleLE(value,offset){return this._writeNumberValue(Buffer.prototype.writeDoubleLE,
8,value,offset)}insertDoubleLE(value,offset){return this._insertNumberValue(Buffer.prototype.writeDoubleLE,8,value,offset)}readString(arg1,encoding){let lengthVal;
typeof arg1=="number"?(utils_1.checkLengthValue(arg1),lengthVal=Math.min(arg1,this.length-this._readOffset)):(encoding=arg1,lengthVal=this.length-this._readOffset),
typeof encoding<"u"&&utils_1.checkEncoding(encoding);let value=this._buff.slice(this._readOffset,this._readOffset+lengthVal).toString(encoding||this._encoding);
return this._readOffset+=lengthVal,value}insertString(value,offset,encoding){return utils_1.checkOffsetValue(offset),this._handleString(value,!0,offset,encoding)}writeString(value,arg2,encoding){
return this._handleString(value,!1,arg2,encoding)}readStringNT(encoding){typeof encoding<"u"&&utils_1.checkEncoding(encoding);let nullPos=this.length;for(let i=this.
_readOffset;i<this.length;i++)if(this._buff[i]===0){nullPos=i;break}let value=this._buff.slice(this._readOffset,nullPos);return this._readOffset=nullPos+1,value.
toString(encoding||this._encoding)}insertStringNT(value,offset,encoding){return utils_1.checkOffsetValue(offset),this.insertString(value,offset,encoding),this.insertUInt8(
0,offset+value.length),this}writeStringNT(value,arg2,encoding){return this.writeString(value,arg2,encoding),this.writeUInt8(0,typeof arg2=="number"?arg2+value.length:
this.writeOffset),this}readBuffer(length){typeof length<"u"&&utils_1.checkLengthValue(length);let lengthVal=typeof length=="number"?length:this.length,endPoint=Math.
min(this.length,this._readOffset+lengthVal),value=this._buff.slice(this._readOffset,endPoint);return this._readOffset=endPoint,value}insertBuffer(value,offset){
return utils_1.checkOffsetValue(offset),this._handleBuffer(value,!0,offset)}writeBuffer(value,offset){return this._handleBuffer(value,!1,offset)}readBufferNT(){
let nullPos=this.length;for(let i=this._readOffset;i<this.length;i++)if(this._buff[i]===0){nullPos=i;break}let value=this._buff.slice(this._readOffset,nullPos);
return this._readOffset=nullPos+1,value}insertBufferNT(value,offset){return utils_1.checkOffsetValue(offset),this.insertBuffer(value,offset),this.insertUInt8(0,
offset+value.length),this}writeBufferNT(value,offset){return typeof offset<"u"&&utils_1.checkOffsetValue(offset),this.writeBuffer(value,offset),this.writeUInt8(
0,typeof offset=="number"?offset+value.length:this._writeOffset),this}clear(){return this._writeOffset=0,this._readOffset=0,this.length=0,this}remaining(){return this.
length-this._readOffset}get readOffset(){return this._readOffset}set readOffset(offset){utils_1.checkOffsetValue(offset),utils_1.checkTargetOffset(offset,this),
this._readOffset=offset}get writeOffset(){return this._writeOffset}set writeOffset(offset){utils_1.checkOffsetValue(offset),utils_1.checkTargetOffset(offset,this),
this._writeOffset=offset}get encoding(){return this._encoding}set encoding(encoding){utils_1.checkEncoding(encoding),this._encoding=encoding}get internalBuffer(){
return this._buff}toBuffer(){return this._buff.slice(0,this.length)}toString(encoding){let encodingVal=typeof encoding=="string"?encoding:this._encoding;return utils_1.
checkEncoding(encodingVal),this._buff.toString(encodingVal,0,this.length)}destroy(){return this.clear(),this}_handleString(value,isInsert,arg3,encoding){let offsetVal=this.
_writeOffset,encodingVal=this._encoding;typeof arg3=="number"?offsetVal=arg3:typeof arg3=="string"&&(utils_1.checkEncoding(arg3),encodingVal=arg3),typeof encoding==
"string"&&(utils_1.checkEncoding(encoding),encodingVal=encoding);let byteLength=Buffer.byteLength(value,encodingVal);return isInsert?this.ensureInsertable(byteLength,
offsetVal):this._ensureWriteable(byteLength,offsetVal),this._buff.write(value,offsetVal,byteLength,encodingVal),isInsert?this._writeOffset+=byteLength:typeof arg3==
"number"?this._writeOffset=Math.max(this._writeOffset,offsetVal+byteLength):this._writeOffset+=byteLength,this}_handleBuffer(value,isInsert,offset){let offsetVal=typeof offset==
"number"?offset:this._writeOffset;return isInsert?this.ensureInsertable(value.length,offsetVal):this._ensureWriteable(value.length,offsetVal),value.copy(this._buff,
offsetVal),isInsert?this._writeOffset+=value.length:typeof offset=="number"?this._writeOffset=Math.max(this._writeOffset,offsetVal+value.length):this._writeOffset+=
value.length,this}ensureReadable(length,offset){let offsetVal=this._readOffset;if(typeof offset<"u"&&(utils_1.checkOffsetValue(offset),offsetVal=offset),offsetVal<
0||offsetVal+length>this.length)throw new Error(utils_1.ERRORS.INVALID_READ_BEYOND_BOUNDS)}ensureInsertable(dataLength,offset){utils_1.checkOffsetValue(offset),
this._ensureCapacity(this.length+dataLength),offset<this.length&&this._buff.copy(this._buff,offset+dataLength,offset,this._buff.length),offset+dataLength>this.length?
this.length=offset+dataLength:this.length+=dataLength}_ensureWriteable(dataLength,offset){let offsetVal=typeof offset=="number"?offset:this._writeOffset;this._ensureCapacity(
offsetVal+dataLength),offsetVal+dataLength>this.length&&(this.length=offsetVal+dataLength)}_ensureCapacity(minLength){let oldLength=this._buff.length;if(minLength>
oldLength){let data=this._buff,newLength=oldLength*3/2+1;newLength<minLength&&(newLength=minLength),this._buff=Buffer.allocUnsafe(newLength),data.copy(this._buff,
0,0,oldLength)}}_readNumberValue(func,byteSize,offset){this.ensureReadable(byteSize,offset);let value=func.call(this._buff,typeof offset=="number"?offset:this._readOffset);
return typeof offset>"u"&&(this._readOffset+=byteSize),value}_insertNumberValue(func,byteSize,value,offset){return utils_1.checkOffsetValue(offset),this.ensureInsertable(
byteSize,offset),func.call(this._buff,value,offset),this._writeOffset+=byteSize,this}_writeNumberValue(func,byteSize,value,offset){if(typeof offset=="number"){if(offset<
0)throw new Error(utils_1.ERRORS.INVALID_WRITE_BEYOND_BOUNDS);utils_1.checkOffsetValue(offset)}let offsetVal=typeof offset=="number"?offset:this._writeOffset;return this.
_ensureWriteable(byteSize,offsetVal),func.call(this._buff,value,offsetVal),typeof offset=="number"?this._writeOffset=Math.max(this._writeOffset,offsetVal+byteSize):
this._writeOffset+=byteSize,this}};exports2.SmartBuffer=SmartBuffer}});var require_constants=__commonJS({"node_modules/socks/build/common/constants.js"(exports2){"use strict";Object.defineProperty(exports2,"__esModule",{value:!0});
exports2.SOCKS5_NO_ACCEPTABLE_AUTH=exports2.SOCKS5_CUSTOM_AUTH_END=exports2.SOCKS5_CUSTOM_AUTH_START=exports2.SOCKS_INCOMING_PACKET_SIZES=exports2.SocksClientState=
exports2.Socks5Response=exports2.Socks5HostType=exports2.Socks5Auth=exports2.Socks4Response=exports2.SocksCommand=exports2.ERRORS=exports2.DEFAULT_TIMEOUT=void 0;
var DEFAULT_TIMEOUT=3e4;exports2.DEFAULT_TIMEOUT=DEFAULT_TIMEOUT;var ERRORS2={InvalidSocksCommand:"An invalid SOCKS command was provided. Valid options are conn\
ect, bind, and associate.",InvalidSocksCommandForOperation:"An invalid SOCKS command was provided. Only a subset of commands are supported for this operation.",
InvalidSocksCommandChain:"An invalid SOCKS command was provided. Chaining currently only supports the connect command.",InvalidSocksClientOptionsDestination:"An\
 invalid destination host was provided.",InvalidSocksClientOptionsExistingSocket:"An invalid existing socket was provided. This should be an instance of stream.\
Duplex.",InvalidSocksClientOptionsProxy:"Invalid SOCKS proxy details were provided.",InvalidSocksClientOptionsTimeout:"An invalid timeout value was provided. Pl\
ease enter a value above 0 (in ms).",InvalidSocksClientOptionsProxiesLength:"At least two socks proxies must be provided for chaining.",InvalidSocksClientOptionsCustomAuthRange:"\
Custom auth must be a value between 0x80 and 0xFE.",InvalidSocksClientOptionsCustomAuthOptions:"When a custom_auth_method is provided, custom_auth_request_handl\
er, custom_auth_response_size, and custom_auth_response_handler must also be provided and valid.",NegotiationError:"Negotiation error",SocketClosed:"Socket clos\
ed",ProxyConnectionTimedOut:"Proxy connection timed out",InternalError:"SocksClient internal error (this should not happen)",InvalidSocks4HandshakeResponse:"Rec\
eived invalid Socks4 handshake response",Socks4ProxyRejectedConnection:"Socks4 Proxy rejected connection",InvalidSocks4IncomingConnectionResponse:"Socks4 invali\
d incoming connection response",Socks4ProxyRejectedIncomingBoundConnection:"Socks4 Proxy rejected incoming bound connection",InvalidSocks5InitialHandshakeResponse:"\
Received invalid Socks5 initial handshake response",InvalidSocks5IntiailHandshakeSocksVersion:"Received invalid Socks5 initial handshake (invalid socks version)",
InvalidSocks5InitialHandshakeNoAcceptedAuthType:"Received invalid Socks5 initial handshake (no accepted authentication type)",InvalidSocks5InitialHandshakeUnknownAuthType:"\
Received invalid Socks5 initial handshake (unknown authentication type)",Socks5AuthenticationFailed:"Socks5 Authentication failed",InvalidSocks5FinalHandshake:"\
Received invalid Socks5 final handshake response",InvalidSocks5FinalHandshakeRejected:"Socks5 proxy rejected connection",InvalidSocks5IncomingConnectionResponse:"\
Received invalid Socks5 incoming connection response",Socks5ProxyRejectedIncomingBoundConnection:"Socks5 Proxy rejected incoming bound connection"};exports2.ERRORS=
ERRORS2;var SOCKS_INCOMING_PACKET_SIZES={Socks5InitialHandshakeResponse:2,Socks5UserPassAuthenticationResponse:2,Socks5ResponseHeader:5,Socks5ResponseIPv4:10,Socks5ResponseIPv6:22,
Socks5ResponseHostname:hostNameLength=>hostNameLength+7,Socks4Response:8};exports2.SOCKS_INCOMING_PACKET_SIZES=SOCKS_INCOMING_PACKET_SIZES;var SocksCommand;(function(SocksCommand2){
SocksCommand2[SocksCommand2.connect=1]="connect",SocksCommand2[SocksCommand2.bind=2]="bind",SocksCommand2[SocksCommand2.associate=3]="associate"})(SocksCommand||
(exports2.SocksCommand=SocksCommand={}));var Socks4Response;(function(Socks4Response2){Socks4Response2[Socks4Response2.Granted=90]="Granted",Socks4Response2[Socks4Response2.
Failed=91]="Failed",Socks4Response2[Socks4Response2.Rejected=92]="Rejected",Socks4Response2[Socks4Response2.RejectedIdent=93]="RejectedIdent"})(Socks4Response||
(exports2.Socks4Response=Socks4Response={}));var Socks5Auth;(function(Socks5Auth2){Socks5Auth2[Socks5Auth2.NoAuth=0]="NoAuth",Socks5Auth2[Socks5Auth2.GSSApi=1]=
"GSSApi",Socks5Auth2[Socks5Auth2.UserPass=2]="UserPass"})(Socks5Auth||(exports2.Socks5Auth=Socks5Auth={}));var SOCKS5_CUSTOM_AUTH_START=128;exports2.SOCKS5_CUSTOM_AUTH_START=
SOCKS5_CUSTOM_AUTH_START;var SOCKS5_CUSTOM_AUTH_END=254;exports2.SOCKS5_CUSTOM_AUTH_END=SOCKS5_CUSTOM_AUTH_END;var SOCKS5_NO_ACCEPTABLE_AUTH=255;exports2.SOCKS5_NO_ACCEPTABLE_AUTH=
SOCKS5_NO_ACCEPTABLE_AUTH;var Socks5Response;(function(Socks5Response2){Socks5Response2[Socks5Response2.Granted=0]="Granted",Socks5Response2[Socks5Response2.Failure=
1]="Failure",Socks5Response2[Socks5Response2.NotAllowed=2]="NotAllowed",Socks5Response2[Socks5Response2.NetworkUnreachable=3]="NetworkUnreachable",Socks5Response2[Socks5Response2.
HostUnreachable=4]="HostUnreachable",Socks5Response2[Socks5Response2.ConnectionRefused=5]="ConnectionRefused",Socks5Response2[Socks5Response2.TTLExpired=6]="TTL\
Expired",Socks5Response2[Socks5Response2.CommandNotSupported=7]="CommandNotSupported",Socks5Response2[Socks5Response2.AddressNotSupported=8]="AddressNotSupporte\
d"})(Socks5Response||(exports2.Socks5Response=Socks5Response={}));var Socks5HostType;(function(Socks5HostType2){Socks5HostType2[Socks5HostType2.IPv4=1]="IPv4",Socks5HostType2[Socks5HostType2.
Hostname=3]="Hostname",Socks5HostType2[Socks5HostType2.IPv6=4]="IPv6"})(Socks5HostType||(exports2.Socks5HostType=Socks5HostType={}));var SocksClientState;(function(SocksClientState2){
SocksClientState2[SocksClientState2.Created=0]="Created",SocksClientState2[SocksClientState2.Connecting=1]="Connecting",SocksClientState2[SocksClientState2.Connected=
2]="Connected",SocksClientState2[SocksClientState2.SentInitialHandshake=3]="SentInitialHandshake",SocksClientState2[SocksClientState2.ReceivedInitialHandshakeResponse=
4]="ReceivedInitialHandshakeResponse",SocksClientState2[SocksClientState2.SentAuthentication=5]="SentAuthentication",SocksClientState2[SocksClientState2.ReceivedAuthenticationResponse=
6]="ReceivedAuthenticationResponse",SocksClientState2[SocksClientState2.SentFinalHandshake=7]="SentFinalHandshake",SocksClientState2[SocksClientState2.ReceivedFinalResponse=
8]="ReceivedFinalResponse",SocksClientState2[SocksClientState2.BoundWaitingForConnection=9]="BoundWaitingForConnection",SocksClientState2[SocksClientState2.Established=
10]="Established",SocksClientState2[SocksClientState2.Disconnected=11]="Disconnected",SocksClientState2[SocksClientState2.Error=99]="Error"})(SocksClientState||
(exports2.SocksClientState=SocksClientState={}))}});var require_util=__commonJS({"node_modules/socks/build/common/util.js"(exports2){"use strict";Object.defineProperty(exports2,"__esModule",{value:!0});exports2.SocksClientError=
void 0;exports2.shuffleArray=shuffleArray;var SocksClientError=class extends Error{constructor(message,options){super(message),this.options=options}};exports2.SocksClientError=
SocksClientError;function shuffleArray(array){for(let i=array.length-1;i>0;i--){let j=Math.floor(Math.random()*(i+1));[array[i],array[j]]=[array[j],array[i]]}}}});var require_address_error=__commonJS({"node_modules/ip-address/dist/address-error.js"(exports2){"use strict";Object.defineProperty(exports2,"__esModule",{value:!0});
exports2.AddressError=void 0;var AddressError=class extends Error{constructor(message,parseMessage){super(message),this.name="AddressError",this.parseMessage=parseMessage}};
exports2.AddressError=AddressError}});var require_common=__commonJS({"node_modules/ip-address/dist/common.js"(exports2){"use strict";Object.defineProperty(exports2,"__esModule",{value:!0});exports2.
isInSubnet=isInSubnet;exports2.isHostInSubnet=isHostInSubnet;exports2.isGloballyReachable=isGloballyReachable;exports2.offsetBigInt=offsetBigInt;exports2.isCorrect=
isCorrect;exports2.prefixLengthFromMask=prefixLengthFromMask;exports2.assertByteArray=assertByteArray;exports2.numberToPaddedHex=numberToPaddedHex;exports2.stringToPaddedHex=
stringToPaddedHex;exports2.testBit=testBit;var address_error_1=require_address_error();function isInSubnet(address2){return this.subnetMask<address2.subnetMask?
!1:isHostInSubnet.call(this,address2)}function isHostInSubnet(address2){return this.binaryZeroPad().length!==address2.binaryZeroPad().length?!1:this.mask(address2.
subnetMask)===address2.mask()}function isGloballyReachable(entries3){let best2=null;for(let i=0;i<entries3.length;i++){let entry3=entries3[i];entry3.reachable!==
null&&isHostInSubnet.call(this,entry3.subnet)&&(best2===null||entry3.subnet.subnetMask>best2.subnet.subnetMask)&&(best2=entry3)}return best2===null?!0:best2.reachable}
function offsetBigInt(value,n,bits,family){if(typeof n=="number"&&!Number.isSafeInteger(n))throw new address_error_1.AddressError(`${family} offset must be an i\
nteger`);if(typeof n!="number"&&typeof n!="bigint")throw new address_error_1.AddressError(`${family} offset must be an integer`);let result=value+BigInt(n);if(result<
BigInt(0)||result>(BigInt(1)<<BigInt(bits))-BigInt(1))throw new address_error_1.AddressError(`${family} offset leaves the address space`);return result}function isCorrect(defaultBits){
return function(){return this.addressMinusSuffix!==this.correctForm()?!1:this.subnetMask===defaultBits&&!this.parsedSubnet?!0:this.parsedSubnet===String(this.subnetMask)}}
function prefixLengthFromMask(value,totalBits){let binary=value.toString(2).padStart(totalBits,"0");if(binary.length>totalBits)throw new address_error_1.AddressError(
"Invalid subnet mask.");let firstZero=binary.indexOf("0");if(firstZero===-1)return totalBits;if(binary.slice(firstZero).includes("1"))throw new address_error_1.
AddressError("Invalid subnet mask.");return firstZero}function assertByteArray(bytes,byteCount,family,minimum){if(bytes.length!==byteCount)throw new address_error_1.
AddressError(`${family} addresses require exactly ${byteCount} bytes`);for(let i=0;i<bytes.length;i++)if(!Number.isInteger(bytes[i])||bytes[i]<minimum||bytes[i]>
255)throw new address_error_1.AddressError(`All bytes must be integers between ${minimum} and 255`)}function numberToPaddedHex(number2){return number2.toString(
16).padStart(2,"0")}function stringToPaddedHex(numberString){return numberToPaddedHex(parseInt(numberString,10))}function testBit(binaryValue,position){let{length}=binaryValue;
if(position>=length)return!1;let positionInString=length-position-1;return binaryValue.substring(positionInString,positionInString+1)==="1"}}});var require_constants2=__commonJS({"node_modules/ip-address/dist/v4/constants.js"(exports2){"use strict";Object.defineProperty(exports2,"__esModule",{value:!0});
exports2.SPECIAL_PURPOSE=exports2.RE_SUBNET_STRING=exports2.RE_ADDRESS=exports2.GROUPS=exports2.BITS=void 0;exports2.BITS=32;exports2.GROUPS=4;exports2.RE_ADDRESS=
/^(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])\.(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])\.(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])\.(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])$/g;
exports2.RE_SUBNET_STRING=/\/\d{1,2}$/;exports2.SPECIAL_PURPOSE=[["0.0.0.0/8","This network",!1],["0.0.0.0/32","This host on this network",!1],["10.0.0.0/8","Pr\
ivate-Use",!1],["100.64.0.0/10","Shared Address Space",!1],["127.0.0.0/8","Loopback",!1],["169.254.0.0/16","Link Local",!1],["172.16.0.0/12","Private-Use",!1],[
"192.0.0.0/24","IETF Protocol Assignments",!1],["192.0.0.0/29","IPv4 Service Continuity Prefix",!1],["192.0.0.8/32","IPv4 dummy address",!1],["192.0.0.9/32","Po\
rt Control Protocol Anycast",!0],["192.0.0.10/32","Traversal Using Relays around NAT Anycast",!0],["192.0.0.170/32","NAT64/DNS64 Discovery",!1],["192.0.0.171/32",
"NAT64/DNS64 Discovery",!1],["192.0.2.0/24","Documentation (TEST-NET-1)",!1],["192.31.196.0/24","AS112-v4",!0],["192.52.193.0/24","AMT",!0],["192.88.99.0/24","D\
eprecated (6to4 Relay Anycast)",null],["192.88.99.2/32","6a44-relay anycast address",!1],["192.168.0.0/16","Private-Use",!1],["192.175.48.0/24","Direct Delegati\
on AS112 Service",!0],["198.18.0.0/15","Benchmarking",!1],["198.51.100.0/24","Documentation (TEST-NET-2)",!1],["203.0.113.0/24","Documentation (TEST-NET-3)",!1],
["240.0.0.0/4","Reserved",!1],["255.255.255.255/32","Limited Broadcast",!1]]}});var require_ipv4=__commonJS({"node_modules/ip-address/dist/ipv4.js"(exports2){"use strict";var __createBinding=exports2&&exports2.__createBinding||(Object.create?
(function(o,m,k,k2){k2===void 0&&(k2=k);var desc=Object.getOwnPropertyDescriptor(m,k);(!desc||("get"in desc?!m.__esModule:desc.writable||desc.configurable))&&(desc=
{enumerable:!0,get:function(){return m[k]}}),Object.defineProperty(o,k2,desc)}):(function(o,m,k,k2){k2===void 0&&(k2=k),o[k2]=m[k]})),__setModuleDefault=exports2&&
exports2.__setModuleDefault||(Object.create?(function(o,v){Object.defineProperty(o,"default",{enumerable:!0,value:v})}):function(o,v){o.default=v}),__importStar=exports2&&
exports2.__importStar||function(mod){if(mod&&mod.__esModule)return mod;var result={};if(mod!=null)for(var k in mod)k!=="default"&&Object.prototype.hasOwnProperty.
call(mod,k)&&__createBinding(result,mod,k);return __setModuleDefault(result,mod),result};Object.defineProperty(exports2,"__esModule",{value:!0});exports2.Address4=
void 0;var common3=__importStar(require_common()),constants3=__importStar(require_constants2()),address_error_1=require_address_error(),isCorrect4=common3.isCorrect(
constants3.BITS),Address4=class _Address4{constructor(address2){this.addressMinusSuffix="",this.groups=constants3.GROUPS,this.parsedAddress=[],this.parsedSubnet=
"",this.subnet="/32",this.subnetMask=32,this.v4=!0,this.isCorrect=isCorrect4,this.isInSubnet=common3.isInSubnet,this.isHostInSubnet=common3.isHostInSubnet,this.
address=address2;let subnet=constants3.RE_SUBNET_STRING.exec(address2);if(subnet){if(this.parsedSubnet=subnet[0].replace("/",""),this.subnetMask=parseInt(this.parsedSubnet,
10),this.subnet=`/${this.subnetMask}`,this.subnetMask<0||this.subnetMask>constants3.BITS)throw new address_error_1.AddressError("Invalid subnet mask.");address2=
address2.replace(constants3.RE_SUBNET_STRING,"")}let longest=constants3.GROUPS*4-1;if(address2.length>longest)throw new address_error_1.AddressError(`IPv4 addre\
sses are at most ${longest} characters.`);this.addressMinusSuffix=address2,this.parsedAddress=this.parse(address2)}static isValid(address2){try{return new _Address4(
address2),!0}catch{return!1}}parse(address2){let groups2=address2.split(".");if(groups2.some(group2=>/^0\d/.test(group2)))throw new address_error_1.AddressError(
"IPv4 addresses can't have leading zeroes.");if(!address2.match(constants3.RE_ADDRESS))throw new address_error_1.AddressError("Invalid IPv4 address.");return groups2}correctForm(){
return this.parsedAddress.map(part=>parseInt(part,10)).join(".")}static fromAddressAndMask(address2,mask){let bits=common3.prefixLengthFromMask(new _Address4(mask).
bigInt(),constants3.BITS);return new _Address4(`${address2}/${bits}`)}static fromAddressAndWildcardMask(address2,wildcardMask){let wildcard=new _Address4(wildcardMask).
bigInt(),allOnes=(BigInt(1)<<BigInt(constants3.BITS))-BigInt(1),mask=wildcard^allOnes,bits=common3.prefixLengthFromMask(mask,constants3.BITS);return new _Address4(
`${address2}/${bits}`)}static fromWildcard(input){let groups2=input.split(".");if(groups2.length!==constants3.GROUPS)throw new address_error_1.AddressError("Wil\
dcard pattern must have 4 octets");let firstWildcard=-1;for(let i=0;i<groups2.length;i++)if(groups2[i]==="*")firstWildcard===-1&&(firstWildcard=i);else if(firstWildcard!==
-1)throw new address_error_1.AddressError("Wildcard `*` must only appear in trailing octets (e.g. `192.168.0.*`)");let trailing=firstWildcard===-1?0:groups2.length-
firstWildcard,replaced=groups2.map(g=>g==="*"?"0":g),subnetBits=constants3.BITS-trailing*8;return new _Address4(`${replaced.join(".")}/${subnetBits}`)}static fromHex(hex){
let stripped=hex.replace(/:/g,"");if(!/^[0-9a-fA-F]{8}$/.test(stripped))throw new address_error_1.AddressError("IPv4 hex must be exactly 8 hex digits");let groups2=[];
for(let i=0;i<8;i+=2)groups2.push(parseInt(stripped.slice(i,i+2),16));return new _Address4(groups2.join("."))}static fromInteger(integer){if(!Number.isInteger(integer)||
integer<0||integer>4294967295)throw new address_error_1.AddressError("IPv4 integer must be in the range 0 to 2**32 - 1");return _Address4.fromHex(integer.toString(
16).padStart(8,"0"))}static fromArpa(arpaFormAddress){let longest=constants3.GROUPS*4-1+3+14;if(arpaFormAddress.length>longest)throw new address_error_1.AddressError(
`in-addr.arpa names are at most ${longest} characters.`);let address2=arpaFormAddress.replace(/(\.in-addr\.arpa)?\.?$/i,"").split(".").reverse().join(".");return new _Address4(
address2)}toHex(){return this.parsedAddress.map(part=>common3.stringToPaddedHex(part)).join(":")}toArray(){return this.parsedAddress.map(part=>parseInt(part,10))}toGroup6(){
let output=[],i;for(i=0;i<constants3.GROUPS;i+=2)output.push(`${common3.stringToPaddedHex(this.parsedAddress[i])}${common3.stringToPaddedHex(this.parsedAddress[i+
1])}`);return output.join(":")}bigInt(){return BigInt(`0x${this.parsedAddress.map(n=>common3.stringToPaddedHex(n)).join("")}`)}_startAddress(){return BigInt(`0b${this.
mask()+"0".repeat(constants3.BITS-this.subnetMask)}`)}startAddress(){return _Address4.fromBigInt(this._startAddress())}startAddressExclusive(){let adjust=BigInt(
"1");return _Address4.fromBigInt(this._startAddress()+adjust)}offset(n){return _Address4.fromBigInt(common3.offsetBigInt(this.bigInt(),n,constants3.BITS,"IPv4")).
withSubnetMask(this.subnetMask)}nextNetwork(){return _Address4.fromBigInt(common3.offsetBigInt(this._endAddress(),1,constants3.BITS,"IPv4")).withSubnetMask(this.
subnetMask)}withSubnetMask(subnetMask){return new _Address4(`${this.correctForm()}/${subnetMask}`)}_endAddress(){return BigInt(`0b${this.mask()+"1".repeat(constants3.
BITS-this.subnetMask)}`)}endAddress(){return _Address4.fromBigInt(this._endAddress())}endAddressExclusive(){let adjust=BigInt("1");return _Address4.fromBigInt(this.
_endAddress()-adjust)}subnetMaskAddress(){return _Address4.fromBigInt(BigInt(`0b${"1".repeat(this.subnetMask)}${"0".repeat(constants3.BITS-this.subnetMask)}`))}wildcardMask(){
return _Address4.fromBigInt(BigInt(`0b${"0".repeat(this.subnetMask)}${"1".repeat(constants3.BITS-this.subnetMask)}`))}networkForm(){return`${this.startAddress().
correctForm()}/${this.subnetMask}`}static fromBigInt(bigInt){if(bigInt<BigInt(0)||bigInt>BigInt(4294967295))throw new address_error_1.AddressError("IPv4 BigInt \
must be in the range 0 to 2**32 - 1");return _Address4.fromHex(bigInt.toString(16).padStart(8,"0"))}static fromByteArray(bytes){return common3.assertByteArray(bytes,
4,"IPv4",0),this.fromUnsignedByteArray(bytes)}static fromUnsignedByteArray(bytes){if(bytes.length!==4)throw new address_error_1.AddressError("IPv4 addresses req\
uire exactly 4 bytes");let address2=bytes.join(".");return new _Address4(address2)}mask(mask){return mask===void 0&&(mask=this.subnetMask),this.getBitsBase2(0,mask)}getBitsBase2(start,end){
return this.binaryZeroPad().slice(start,end)}reverseForm(options){options||(options={});let reversed=this.correctForm().split(".").reverse().join(".");return options.
omitSuffix?reversed:`${reversed}.in-addr.arpa.`}isMulticast(){return this.isHostInSubnet(MULTICAST_V4)}isPrivate(){return PRIVATE_V4.some(subnet=>this.isHostInSubnet(
subnet))}isLoopback(){return this.isHostInSubnet(LOOPBACK_V4)}isLinkLocal(){return this.isHostInSubnet(LINK_LOCAL_V4)}isUnspecified(){return this.isHostInSubnet(
UNSPECIFIED_V4)}isBroadcast(){return this.isHostInSubnet(BROADCAST_V4)}isCGNAT(){return this.isHostInSubnet(CGNAT_V4)}isDocumentation(){return DOCUMENTATION_V4.
some(subnet=>this.isHostInSubnet(subnet))}isBenchmarking(){return this.isHostInSubnet(BENCHMARKING_V4)}isReserved(){return this.isHostInSubnet(RESERVED_V4)}isGlobal(){
return!this.isMulticast()&&common3.isGloballyReachable.call(this,SPECIAL_PURPOSE_V4)}binaryZeroPad(){return this._binaryZeroPad===void 0&&(this._binaryZeroPad=this.
bigInt().toString(2).padStart(constants3.BITS,"0")),this._binaryZeroPad}groupForV6(){let segments=this.parsedAddress;return this.correctForm().replace(constants3.
RE_ADDRESS,`<span class="hover-group group-v4 group-6">${segments.slice(0,2).join(".")}</span>.<span class="hover-group group-v4 group-7">${segments.slice(2,4).
join(".")}</span>`)}};exports2.Address4=Address4;var MULTICAST_V4=new Address4("224.0.0.0/4"),PRIVATE_V4=[new Address4("10.0.0.0/8"),new Address4("172.16.0.0/12"),
new Address4("192.168.0.0/16")],LOOPBACK_V4=new Address4("127.0.0.0/8"),LINK_LOCAL_V4=new Address4("169.254.0.0/16"),UNSPECIFIED_V4=new Address4("0.0.0.0/32"),BROADCAST_V4=new Address4(
"255.255.255.255/32"),CGNAT_V4=new Address4("100.64.0.0/10"),DOCUMENTATION_V4=[new Address4("192.0.2.0/24"),new Address4("198.51.100.0/24"),new Address4("203.0.\
113.0/24")],BENCHMARKING_V4=new Address4("198.18.0.0/15"),RESERVED_V4=new Address4("240.0.0.0/4"),SPECIAL_PURPOSE_V4=constants3.SPECIAL_PURPOSE.map(([cidr,,reachable])=>({
subnet:new Address4(cidr),reachable}))}});var require_constants3=__commonJS({"node_modules/ip-address/dist/v6/constants.js"(exports2){"use strict";Object.defineProperty(exports2,"__esModule",{value:!0});
exports2.SPECIAL_PURPOSE=exports2.RE_URL_WITH_PORT=exports2.RE_URL=exports2.RE_ZONE_STRING=exports2.RE_SUBNET_STRING=exports2.RE_BAD_ADDRESS=exports2.RE_BAD_CHARACTERS=
exports2.TYPES=exports2.SCOPES=exports2.GROUPS=exports2.BITS=void 0;exports2.BITS=128;exports2.GROUPS=8;exports2.SCOPES={0:"Reserved",1:"Interface local",2:"Lin\
k local",4:"Admin local",5:"Site local",8:"Organization local",14:"Global",15:"Reserved"};exports2.TYPES={"ff01::1/128":"Multicast (All nodes on this interface)",
"ff01::2/128":"Multicast (All routers on this interface)","ff02::1/128":"Multicast (All nodes on this link)","ff02::2/128":"Multicast (All routers on this link)",
"ff05::2/128":"Multicast (All routers in this site)","ff02::5/128":"Multicast (OSPFv3 AllSPF routers)","ff02::6/128":"Multicast (OSPFv3 AllDR routers)","ff02::9\
/128":"Multicast (RIP routers)","ff02::a/128":"Multicast (EIGRP routers)","ff02::d/128":"Multicast (PIM routers)","ff02::16/128":"Multicast (MLDv2 reports)","ff\
01::fb/128":"Multicast (mDNSv6)","ff02::fb/128":"Multicast (mDNSv6)","ff05::fb/128":"Multicast (mDNSv6)","ff02::1:2/128":"Multicast (All DHCP servers and relay \
agents on this link)","ff05::1:2/128":"Multicast (All DHCP servers and relay agents in this site)","ff02::1:3/128":"Multicast (All DHCP servers on this link)","\
ff05::1:3/128":"Multicast (All DHCP servers in this site)","::/128":"Unspecified","::1/128":"Loopback","::ffff:0:0/96":"IPv4-mapped","ff00::/8":"Multicast","fe8\
0::/10":"Link-local unicast","fc00::/7":"Unique local","2001::/32":"Teredo","2001:2::/48":"Benchmarking","2002::/16":"6to4","2001:db8::/32":"Documentation","3ff\
f::/20":"Documentation","100::/64":"Discard-only","fec0::/10":"Site-local unicast (deprecated)","::/96":"IPv4-compatible (deprecated)","64:ff9b::/96":"NAT64 (we\
ll-known)","64:ff9b:1::/48":"NAT64 (local-use)"};exports2.RE_BAD_CHARACTERS=/([^0-9a-f:/%])/gi;exports2.RE_BAD_ADDRESS=/([0-9a-f]{5,}|:{3,}|[^:]:$|^:[^:]|\/$)/gi;
exports2.RE_SUBNET_STRING=/\/\d{1,3}(?=%|$)/;exports2.RE_ZONE_STRING=/%.*$/;exports2.RE_URL=/^(?:\[([0-9a-f:.]+)\]|([0-9a-f:.]+))(?:[/?#].*)?$/i;exports2.RE_URL_WITH_PORT=
/^\[([0-9a-f:.]+)\]:([0-9]{1,5})(?:[/?#].*)?$/i;exports2.SPECIAL_PURPOSE=[["::1/128","Loopback Address",!1],["::/128","Unspecified Address",!1],["::ffff:0:0/96",
"IPv4-mapped Address",!1],["64:ff9b::/96","IPv4-IPv6 Translat.",!0],["64:ff9b:1::/48","IPv4-IPv6 Translat.",!1],["100::/64","Discard-Only Address Block",!1],["1\
00:0:0:1::/64","Dummy IPv6 Prefix",!1],["2001::/23","IETF Protocol Assignments",!1],["2001::/32","TEREDO",!1],["2001:1::1/128","Port Control Protocol Anycast",!0],
["2001:1::2/128","Traversal Using Relays around NAT Anycast",!0],["2001:1::3/128","DNS-SD Service Registration Protocol Anycast",!0],["2001:2::/48","Benchmarkin\
g",!1],["2001:3::/32","AMT",!0],["2001:4:112::/48","AS112-v6",!0],["2001:10::/28","Deprecated (previously ORCHID)",null],["2001:20::/28","ORCHIDv2",!0],["2001:3\
0::/28","Drone Remote ID Protocol Entity Tags (DETs) Prefix",!0],["2001:db8::/32","Documentation",!1],["2002::/16","6to4",!1],["2620:4f:8000::/48","Direct Deleg\
ation AS112 Service",!0],["3fff::/20","Documentation",!1],["5f00::/16","Segment Routing (SRv6) SIDs",!1],["fc00::/7","Unique-Local",!1],["fe80::/10","Link-Local\
 Unicast",!1]]}});var require_helpers=__commonJS({"node_modules/ip-address/dist/v6/helpers.js"(exports2){"use strict";Object.defineProperty(exports2,"__esModule",{value:!0});exports2.
escapeHtml=escapeHtml;exports2.spanAllZeroes=spanAllZeroes;exports2.spanAll=spanAll;exports2.spanLeadingZeroes=spanLeadingZeroes;exports2.simpleGroup=simpleGroup;
function escapeHtml(s){return s.replace(/&/g,"&amp;").replace(/</g,"&lt;").replace(/>/g,"&gt;").replace(/"/g,"&quot;").replace(/'/g,"&#39;")}function spanAllZeroes(s){
return escapeHtml(s).replace(/(0+)/g,'<span class="zero">$1</span>')}function spanAll(s,offset=0){return s.split("").map((n,i)=>`<span class="digit value-${escapeHtml(
n)} position-${i+offset}">${spanAllZeroes(n)}</span>`).join("")}function spanLeadingZeroesSimple(group2){return escapeHtml(group2).replace(/^(0+)/,'<span class=\
"zero">$1</span>')}function spanLeadingZeroes(address2){return address2.split(":").map(g=>spanLeadingZeroesSimple(g)).join(":")}function simpleGroup(addressString,offset=0){
return addressString.split(":").map((g,i)=>/group-v4/.test(g)?g:`<span class="hover-group group-${i+offset}">${spanLeadingZeroesSimple(g)}</span>`)}}});var require_regular_expressions=__commonJS({"node_modules/ip-address/dist/v6/regular-expressions.js"(exports2){"use strict";var __createBinding=exports2&&exports2.
__createBinding||(Object.create?(function(o,m,k,k2){k2===void 0&&(k2=k);var desc=Object.getOwnPropertyDescriptor(m,k);(!desc||("get"in desc?!m.__esModule:desc.writable||
desc.configurable))&&(desc={enumerable:!0,get:function(){return m[k]}}),Object.defineProperty(o,k2,desc)}):(function(o,m,k,k2){k2===void 0&&(k2=k),o[k2]=m[k]})),
__setModuleDefault=exports2&&exports2.__setModuleDefault||(Object.create?(function(o,v){Object.defineProperty(o,"default",{enumerable:!0,value:v})}):function(o,v){
o.default=v}),__importStar=exports2&&exports2.__importStar||function(mod){if(mod&&mod.__esModule)return mod;var result={};if(mod!=null)for(var k in mod)k!=="def\
ault"&&Object.prototype.hasOwnProperty.call(mod,k)&&__createBinding(result,mod,k);return __setModuleDefault(result,mod),result};Object.defineProperty(exports2,"\
__esModule",{value:!0});exports2.ADDRESS_BOUNDARY=void 0;exports2.groupPossibilities=groupPossibilities;exports2.padGroup=padGroup;exports2.simpleRegularExpression=
simpleRegularExpression;exports2.possibleElisions=possibleElisions;var v6=__importStar(require_constants3());function groupPossibilities(possibilities){return`(${possibilities.
join("|")})`}function padGroup(group2){return group2.length<4?`0{0,${4-group2.length}}${group2}`:group2}exports2.ADDRESS_BOUNDARY="[^A-Fa-f0-9:]";function simpleRegularExpression(groups2){
let zeroIndexes=[];groups2.forEach((group2,i)=>{parseInt(group2,16)===0&&zeroIndexes.push(i)});let possibilities=zeroIndexes.map(zeroIndex=>groups2.map((group2,i)=>{
if(i===zeroIndex){let elision=i===0||i===v6.GROUPS-1?":":"";return groupPossibilities([padGroup(group2),elision])}return padGroup(group2)}).join(":"));return possibilities.
push(groups2.map(padGroup).join(":")),groupPossibilities(possibilities)}function possibleElisions(elidedGroups,moreLeft,moreRight){let left=moreLeft?"":":",right=moreRight?
"":":",possibilities=[];!moreLeft&&!moreRight&&possibilities.push("::"),moreLeft&&moreRight&&possibilities.push(""),(moreRight&&!moreLeft||!moreRight&&moreLeft)&&
possibilities.push(":"),possibilities.push(`${left}(:0{1,4}){1,${elidedGroups-1}}`),possibilities.push(`(0{1,4}:){1,${elidedGroups-1}}${right}`),possibilities.push(
`(0{1,4}:){${elidedGroups-1}}0{1,4}`);for(let groups2=1;groups2<elidedGroups-1;groups2++)for(let position=1;position<elidedGroups-groups2;position++)possibilities.
push(`(0{1,4}:){${position}}:(0{1,4}:){${elidedGroups-position-groups2-1}}0{1,4}`);return groupPossibilities(possibilities)}}});var require_ipv6=__commonJS({"node_modules/ip-address/dist/ipv6.js"(exports2){"use strict";var __createBinding=exports2&&exports2.__createBinding||(Object.create?
(function(o,m,k,k2){k2===void 0&&(k2=k);var desc=Object.getOwnPropertyDescriptor(m,k);(!desc||("get"in desc?!m.__esModule:desc.writable||desc.configurable))&&(desc=
{enumerable:!0,get:function(){return m[k]}}),Object.defineProperty(o,k2,desc)}):(function(o,m,k,k2){k2===void 0&&(k2=k),o[k2]=m[k]})),__setModuleDefault=exports2&&
exports2.__setModuleDefault||(Object.create?(function(o,v){Object.defineProperty(o,"default",{enumerable:!0,value:v})}):function(o,v){o.default=v}),__importStar=exports2&&
exports2.__importStar||function(mod){if(mod&&mod.__esModule)return mod;var result={};if(mod!=null)for(var k in mod)k!=="default"&&Object.prototype.hasOwnProperty.
call(mod,k)&&__createBinding(result,mod,k);return __setModuleDefault(result,mod),result};Object.defineProperty(exports2,"__esModule",{value:!0});exports2.Address6=
void 0;var common3=__importStar(require_common()),constants4=__importStar(require_constants2()),constants6=__importStar(require_constants3()),helpers=__importStar(
require_helpers()),ipv4_1=require_ipv4(),regular_expressions_1=require_regular_expressions(),address_error_1=require_address_error(),common_1=require_common(),isCorrect6=common3.
isCorrect(constants6.BITS);function assert2(condition2){if(!condition2)throw new Error("Assertion failed.")}function addCommas(number2){let r=/(\d+)(\d{3})/;for(;r.
test(number2);)number2=number2.replace(r,"$1,$2");return number2}function spanLeadingZeroes4(n){return n=n.replace(/^(0{1,})([1-9]+)$/,'<span class="parse-error\
">$1</span>$2'),n=n.replace(/^(0{1,})(0)$/,'<span class="parse-error">$1</span>$2'),n}function compact(address2,slice){let s1=[],s2=[],i;for(i=0;i<address2.length;i++)
i<slice[0]?s1.push(address2[i]):i>slice[1]&&s2.push(address2[i]);return s1.concat(["compact"]).concat(s2)}function paddedHex(octet){return parseInt(octet,16).toString(
16).padStart(4,"0")}function unsignByte(b){return b&255}var Address6=class _Address6{constructor(address2,optionalGroups){this.addressMinusSuffix="",this.parsedSubnet=
"",this.subnet="/128",this.subnetMask=128,this.v4=!1,this.zone="",this.isInSubnet=common3.isInSubnet,this.isHostInSubnet=common3.isHostInSubnet,this.isCorrect=isCorrect6,
optionalGroups===void 0?this.groups=constants6.GROUPS:this.groups=optionalGroups,this.address=address2;let subnet=constants6.RE_SUBNET_STRING.exec(address2);if(subnet){
if(this.parsedSubnet=subnet[0].replace("/",""),this.subnetMask=parseInt(this.parsedSubnet,10),this.subnet=`/${this.subnetMask}`,Number.isNaN(this.subnetMask)||this.
subnetMask<0||this.subnetMask>constants6.BITS)throw new address_error_1.AddressError("Invalid subnet mask.");address2=address2.replace(constants6.RE_SUBNET_STRING,
"")}if(/\//.test(address2))throw new address_error_1.AddressError("Invalid subnet mask.");let zoneStart=address2.indexOf("%");zoneStart!==-1&&/^.*$/.test(address2.
slice(zoneStart))&&(this.zone=address2.slice(zoneStart),address2=address2.slice(0,zoneStart));let longest=this.groups*5+5;if(address2.length>longest)throw new address_error_1.
AddressError(`IPv6 addresses are at most ${longest} characters.`);this.addressMinusSuffix=address2,this.parsedAddress=this.parse(this.addressMinusSuffix)}static isValid(address2){
try{return new _Address6(address2),!0}catch{return!1}}static fromBigInt(bigInt){if(bigInt<BigInt(0)||bigInt>(BigInt(1)<<BigInt(constants6.BITS))-BigInt(1))throw new address_error_1.
AddressError("IPv6 BigInt must be in the range 0 to 2**128 - 1");let hex=bigInt.toString(16).padStart(32,"0"),groups2=[];for(let i=0;i<constants6.GROUPS;i++)groups2.
push(hex.slice(i*4,(i+1)*4));return new _Address6(groups2.join(":"))}static fromURL(url2){var _a;let host,port=null,result,error,stripped=url2.replace(/^[a-z][a-z0-9+.-]*:\/\//i,
"");if(stripped.indexOf("[")!==-1&&stripped.indexOf("]:")!==-1){if(error="failed to parse address with port",result=constants6.RE_URL_WITH_PORT.exec(stripped),result===
null)return{error,address:null,port:null};host=result[1],port=result[2]}else{if(error="failed to parse address from URL",result=constants6.RE_URL.exec(stripped),
result===null)return{error,address:null,port:null};host=(_a=result[1])!==null&&_a!==void 0?_a:result[2]}port?(port=parseInt(port,10),(port<0||port>65535)&&(port=
null)):port=null;let address2;try{address2=new _Address6(host)}catch{return{error,address:null,port:null}}return{address:address2,port}}static fromAddressAndMask(address2,mask){
let bits=common3.prefixLengthFromMask(new _Address6(mask).bigInt(),constants6.BITS);return new _Address6(`${address2}/${bits}`)}static fromAddressAndWildcardMask(address2,wildcardMask){
let wildcard=new _Address6(wildcardMask).bigInt(),allOnes=(BigInt(1)<<BigInt(constants6.BITS))-BigInt(1),mask=wildcard^allOnes,bits=common3.prefixLengthFromMask(
mask,constants6.BITS);return new _Address6(`${address2}/${bits}`)}static fromWildcard(input){if(input.includes("%")||input.includes("/"))throw new address_error_1.
AddressError("Wildcard pattern must not include a zone or CIDR suffix");let halves=input.split("::");if(halves.length>2)throw new address_error_1.AddressError("\
Wildcard pattern cannot contain more than one '::'");let groups2;if(halves.length===2){let left=halves[0]===""?[]:halves[0].split(":"),right=halves[1]===""?[]:halves[1].
split(":"),remaining=constants6.GROUPS-left.length-right.length;if(remaining<1)throw new address_error_1.AddressError("Wildcard pattern with '::' has too many g\
roups");groups2=[...left,...new Array(remaining).fill("0"),...right]}else groups2=input.split(":");if(groups2.length!==constants6.GROUPS)throw new address_error_1.
AddressError("Wildcard pattern must have 8 groups");let firstWildcard=-1;for(let i=0;i<groups2.length;i++)if(groups2[i]==="*")firstWildcard===-1&&(firstWildcard=
i);else if(firstWildcard!==-1)throw new address_error_1.AddressError("Wildcard `*` must only appear in trailing groups (e.g. `2001:db8:*:*:*:*:*:*`)");let trailing=firstWildcard===
-1?0:groups2.length-firstWildcard,replaced=groups2.map(g=>g==="*"?"0":g),subnetBits=constants6.BITS-trailing*16;return new _Address6(`${replaced.join(":")}/${subnetBits}`)}static fromAddress4(address2){
let address4=new ipv4_1.Address4(address2),mask6=constants6.BITS-(constants4.BITS-address4.subnetMask);return new _Address6(`::ffff:${address4.correctForm()}/${mask6}`)}static fromArpa(arpaFormAddress){
let nibbles=arpaFormAddress.replace(/(\.ip6\.arpa)?\.?$/i,"");if(!/^[0-9a-f](\.[0-9a-f]){0,31}$/i.test(nibbles))throw new address_error_1.AddressError("Invalid \
'ip6.arpa' form.");let reversed=nibbles.split(".").reverse(),subnetMask=reversed.length*4,hex=reversed.join("").padEnd(32,"0"),groups2=[];for(let i=0;i<constants6.
GROUPS;i++)groups2.push(hex.slice(i*4,(i+1)*4));return new _Address6(`${groups2.join(":")}/${subnetMask}`)}microsoftTranscription(){return`${this.correctForm().
replace(/:/g,"-")}.ipv6-literal.net`}mask(mask=this.subnetMask){return this.getBitsBase2(0,mask)}possibleSubnets(subnetSize=128){let availableBits=constants6.BITS-
this.subnetMask,subnetBits=Math.abs(subnetSize-constants6.BITS),subnetPowers=availableBits-subnetBits;return subnetPowers<0?"0":addCommas((BigInt("2")**BigInt(subnetPowers)).
toString(10))}_startAddress(){return BigInt(`0b${this.mask()+"0".repeat(constants6.BITS-this.subnetMask)}`)}startAddress(){return _Address6.fromBigInt(this._startAddress())}startAddressExclusive(){
let adjust=BigInt("1");return _Address6.fromBigInt(this._startAddress()+adjust)}_endAddress(){return BigInt(`0b${this.mask()+"1".repeat(constants6.BITS-this.subnetMask)}`)}endAddress(){
return _Address6.fromBigInt(this._endAddress())}endAddressExclusive(){let adjust=BigInt("1");return _Address6.fromBigInt(this._endAddress()-adjust)}offset(n){return _Address6.
fromBigInt(common3.offsetBigInt(this.bigInt(),n,constants6.BITS,"IPv6")).withSubnetMask(this.subnetMask)}nextNetwork(){return _Address6.fromBigInt(common3.offsetBigInt(
this._endAddress(),1,constants6.BITS,"IPv6")).withSubnetMask(this.subnetMask)}withSubnetMask(subnetMask){return new _Address6(`${this.correctForm()}/${subnetMask}`)}subnetMaskAddress(){
return _Address6.fromBigInt(BigInt(`0b${"1".repeat(this.subnetMask)}${"0".repeat(constants6.BITS-this.subnetMask)}`))}wildcardMask(){return _Address6.fromBigInt(
BigInt(`0b${"0".repeat(this.subnetMask)}${"1".repeat(constants6.BITS-this.subnetMask)}`))}networkForm(){return`${this.startAddress().correctForm()}/${this.subnetMask}`}getScope(){
let type=this.getType();return type==="Multicast"||type.startsWith("Multicast ")?constants6.SCOPES[parseInt(this.getBits(12,16).toString(10),10)]||"Unknown":type===
"Link-local unicast"||type==="Loopback"?"Link local":type==="Unspecified"?"Unknown":"Global"}getType(){for(let i=0;i<TYPE_SUBNETS.length;i++){let entry3=TYPE_SUBNETS[i];
if(this.isHostInSubnet(entry3[0]))return entry3[1]}return"Global unicast"}getBits(start,end){return BigInt(`0b${this.getBitsBase2(start,end)}`)}getBitsBase2(start,end){
return this.binaryZeroPad().slice(start,end)}getBitsBase16(start,end){let length=end-start;if(length%4!==0)throw new Error("Length of bits to retrieve must be d\
ivisible by four");return this.getBits(start,end).toString(16).padStart(length/4,"0")}getBitsPastSubnet(){return this.getBitsBase2(this.subnetMask,constants6.BITS)}reverseForm(options){
options||(options={});let characters=Math.floor(this.subnetMask/4),reversed=this.canonicalForm().replace(/:/g,"").split("").slice(0,characters).reverse().join("\
.");return characters>0?options.omitSuffix?reversed:`${reversed}.ip6.arpa.`:options.omitSuffix?"":"ip6.arpa."}correctForm(){let i,groups2=[],zeroCounter=0,zeroes=[];
for(i=0;i<this.parsedAddress.length;i++){let value=parseInt(this.parsedAddress[i],16);value===0&&zeroCounter++,value!==0&&zeroCounter>0&&(zeroCounter>1&&zeroes.
push([i-zeroCounter,i-1]),zeroCounter=0)}zeroCounter>1&&zeroes.push([this.parsedAddress.length-zeroCounter,this.parsedAddress.length-1]);let zeroLengths=zeroes.
map(n=>n[1]-n[0]+1);if(zeroes.length>0){let index=zeroLengths.indexOf(Math.max(...zeroLengths));groups2=compact(this.parsedAddress,zeroes[index])}else groups2=this.
parsedAddress;for(i=0;i<groups2.length;i++)groups2[i]!=="compact"&&(groups2[i]=parseInt(groups2[i],16).toString(16));let correct=groups2.join(":");return correct=
correct.replace(/^compact$/,"::"),correct=correct.replace(/(^compact)|(compact$)/,":"),correct=correct.replace(/compact/,""),correct}binaryZeroPad(){return this.
_binaryZeroPad===void 0&&(this._binaryZeroPad=this.bigInt().toString(2).padStart(constants6.BITS,"0")),this._binaryZeroPad}parse4in6(address2){if(address2.indexOf(
".")===-1)return address2;let groups2=address2.split(":"),lastGroup=groups2.slice(-1)[0],v4Octets=lastGroup.split(".");if(v4Octets.length===constants4.GROUPS&&v4Octets.
every(octet=>/^\d{1,3}$/.test(octet))&&v4Octets.some(octet=>/^0\d/.test(octet))){let highlighted=v4Octets.map(spanLeadingZeroes4).join("."),prefix=groups2.slice(
0,-1).map(helpers.escapeHtml).join(":"),separator=groups2.length>1?":":"";throw new address_error_1.AddressError("IPv4 addresses can't have leading zeroes.",`${prefix}${separator}${highlighted}`)}
let address4=lastGroup.match(constants4.RE_ADDRESS);if(address4){this.parsedAddress4=address4[0];let v4Suffix=this.subnetMask>=96?`/${this.subnetMask-96}`:"";this.
address4=new ipv4_1.Address4(`${this.parsedAddress4}${v4Suffix}`),this.v4=!0,groups2[groups2.length-1]=this.address4.toGroup6(),address2=groups2.join(":")}return address2}parse(address2){
address2=this.parse4in6(address2);let badCharacters=address2.match(constants6.RE_BAD_CHARACTERS);if(badCharacters)throw new address_error_1.AddressError(`Bad ch\
aracter${badCharacters.length>1?"s":""} detected in address: ${badCharacters.join("")}`,address2.replace(constants6.RE_BAD_CHARACTERS,character=>`<span class="p\
arse-error">${helpers.escapeHtml(character)}</span>`));let badAddress=address2.match(constants6.RE_BAD_ADDRESS);if(badAddress)throw new address_error_1.AddressError(
`Address failed regex: ${badAddress.join("")}`,address2.replace(constants6.RE_BAD_ADDRESS,'<span class="parse-error">$1</span>'));let groups2=[],halves=address2.
split("::");if(halves.length===2){let first=halves[0].split(":"),last=halves[1].split(":");first.length===1&&first[0]===""&&(first=[]),last.length===1&&last[0]===
""&&(last=[]);let remaining=this.groups-(first.length+last.length);if(!remaining)throw new address_error_1.AddressError("Error parsing groups");this.elidedGroups=
remaining,this.elisionBegin=first.length,this.elisionEnd=first.length+this.elidedGroups,groups2=groups2.concat(first);for(let i=0;i<remaining;i++)groups2.push("\
0");groups2=groups2.concat(last)}else if(halves.length===1)groups2=address2.split(":"),this.elidedGroups=0;else throw new address_error_1.AddressError("Too many\
 :: groups found");if(groups2=groups2.map(group2=>parseInt(group2,16).toString(16)),groups2.length!==this.groups)throw new address_error_1.AddressError("Incorre\
ct number of groups found");return groups2}canonicalForm(){return this.parsedAddress.map(paddedHex).join(":")}decimal(){return this.parsedAddress.map(n=>parseInt(
n,16).toString(10).padStart(5,"0")).join(":")}bigInt(){return BigInt(`0x${this.parsedAddress.map(paddedHex).join("")}`)}to4(){let binary=this.binaryZeroPad().split(
""),hex=BigInt(`0b${binary.slice(96,128).join("")}`).toString(16).padStart(8,"0");if(this.subnetMask>=96){let v4Mask=this.subnetMask-96,groups2=[];for(let i=0;i<
8;i+=2)groups2.push(parseInt(hex.slice(i,i+2),16));return new ipv4_1.Address4(`${groups2.join(".")}/${v4Mask}`)}return ipv4_1.Address4.fromHex(hex)}to4in6(){let address4=this.
to4(),correct=new _Address6(this.parsedAddress.slice(0,6).join(":"),6).correctForm(),infix="";return/:$/.test(correct)||(infix=":"),correct+infix+address4.correctForm()}inspectTeredo(){
let prefix=this.getBitsBase16(0,32),udpPort=(this.getBits(80,96)^BigInt("0xffff")).toString(),server4=ipv4_1.Address4.fromHex(this.getBitsBase16(32,64)),bitsForClient4=this.
getBits(96,128),client4=ipv4_1.Address4.fromHex((bitsForClient4^BigInt("0xffffffff")).toString(16).padStart(8,"0")),flagsBase2=this.getBitsBase2(64,80),coneNat=(0,common_1.
testBit)(flagsBase2,15),reserved=(0,common_1.testBit)(flagsBase2,14),groupIndividual=(0,common_1.testBit)(flagsBase2,8),universalLocal=(0,common_1.testBit)(flagsBase2,
9),nonce=BigInt(`0b${flagsBase2.slice(2,6)+flagsBase2.slice(8,16)}`).toString(10);return{prefix:`${prefix.slice(0,4)}:${prefix.slice(4,8)}`,server4:server4.address,
client4:client4.address,flags:flagsBase2,coneNat,microsoft:{reserved,universalLocal,groupIndividual,nonce},udpPort}}inspect6to4(){let prefix=this.getBitsBase16(
0,16),gateway=ipv4_1.Address4.fromHex(this.getBitsBase16(16,48));return{prefix:prefix.slice(0,4),gateway:gateway.address}}to6to4(){if(!this.is4())return null;let addr6to4=[
"2002",this.getBitsBase16(96,112),this.getBitsBase16(112,128),"","/16"].join(":");return new _Address6(addr6to4)}static fromAddress4Nat64(address2,prefix="64:ff\
9b::/96"){let v4=new ipv4_1.Address4(address2),prefix6=new _Address6(prefix),pl=prefix6.subnetMask;if(pl!==32&&pl!==40&&pl!==48&&pl!==56&&pl!==64&&pl!==96)throw new address_error_1.
AddressError("NAT64 prefix length must be 32, 40, 48, 56, 64, or 96");let prefixBits=prefix6.binaryZeroPad(),v4Bits=v4.binaryZeroPad(),bits;if(pl===96)bits=prefixBits.
slice(0,96)+v4Bits;else{let beforeU=64-pl;bits=[prefixBits.slice(0,pl),v4Bits.slice(0,beforeU),"00000000",v4Bits.slice(beforeU),"0".repeat(56-(32-beforeU))].join(
"")}let hex=BigInt(`0b${bits}`).toString(16).padStart(32,"0"),groups2=[];for(let i=0;i<8;i++)groups2.push(hex.slice(i*4,(i+1)*4));return new _Address6(groups2.join(
":"))}toAddress4Nat64(prefix="64:ff9b::/96"){let prefix6=new _Address6(prefix),pl=prefix6.subnetMask;if(pl!==32&&pl!==40&&pl!==48&&pl!==56&&pl!==64&&pl!==96)throw new address_error_1.
AddressError("NAT64 prefix length must be 32, 40, 48, 56, 64, or 96");if(!this.isHostInSubnet(prefix6))return null;let bits=this.binaryZeroPad(),v4Bits;if(pl===
96)v4Bits=bits.slice(96,128);else{let beforeU=64-pl;v4Bits=bits.slice(pl,pl+beforeU)+bits.slice(72,72+(32-beforeU))}let octets=[];for(let i=0;i<4;i++)octets.push(
parseInt(v4Bits.slice(i*8,(i+1)*8),2).toString());return new ipv4_1.Address4(octets.join("."))}toByteArray(){let value=this.bigInt().toString(16).padStart(constants6.
BITS/4,"0"),bytes=[];for(let i=0,length=value.length;i<length;i+=2)bytes.push(parseInt(value.substring(i,i+2),16));return bytes}toUnsignedByteArray(){return this.
toByteArray().map(unsignByte)}static fromByteArray(bytes){return common3.assertByteArray(bytes,16,"IPv6",-128),this.fromUnsignedByteArray(bytes.map(unsignByte))}static fromUnsignedByteArray(bytes){
common3.assertByteArray(bytes,16,"IPv6",0);let BYTE_MAX=BigInt("256"),result=BigInt("0"),multiplier=BigInt("1");for(let i=bytes.length-1;i>=0;i--)result+=multiplier*
BigInt(bytes[i].toString(10)),multiplier*=BYTE_MAX;return _Address6.fromBigInt(result)}isCanonical(){return this.addressMinusSuffix===this.canonicalForm()}isLinkLocal(){
let embedded=this.embeddedIPv4();return embedded?embedded.isLinkLocal():this.isHostInSubnet(LINK_LOCAL_SUBNET)}isMulticast(){let embedded=this.embeddedIPv4();if(embedded)
return embedded.isMulticast();let type=this.getType();return type==="Multicast"||type.startsWith("Multicast ")}is4(){return this.v4}isMapped4(){return this.isHostInSubnet(
IPV4_MAPPED_SUBNET)}embeddedIPv4(){return this.isMapped4()||this.isHostInSubnet(NAT64_WELL_KNOWN_SUBNET)?this.to4():null}isTeredo(){return this.isHostInSubnet(TEREDO_SUBNET)}is6to4(){
return this.isHostInSubnet(SIX_TO_FOUR_SUBNET)}isLoopback(){let embedded=this.embeddedIPv4();return embedded?embedded.isLoopback():this.getType()==="Loopback"}isULA(){
return this.isHostInSubnet(ULA_SUBNET)}isPrivate(){let embedded=this.embeddedIPv4();return embedded?embedded.isPrivate():this.isULA()||this.isHostInSubnet(NAT64_LOCAL_USE_SUBNET)}isCGNAT(){
let embedded=this.embeddedIPv4();return embedded?embedded.isCGNAT():!1}isBroadcast(){let embedded=this.embeddedIPv4();return embedded?embedded.isBroadcast():!1}isUnspecified(){
let embedded=this.embeddedIPv4();return embedded?embedded.isUnspecified():this.getType()==="Unspecified"}isDocumentation(){return DOCUMENTATION_SUBNETS.some(subnet=>this.
isHostInSubnet(subnet))}isBenchmarking(){let embedded=this.embeddedIPv4();return embedded?embedded.isBenchmarking():this.isHostInSubnet(BENCHMARKING_SUBNET)}isGlobal(){
let embedded=this.embeddedIPv4();return embedded?embedded.isGlobal():this.isHostInSubnet(GLOBAL_UNICAST_SUBNET)&&common3.isGloballyReachable.call(this,SPECIAL_PURPOSE_V6)}href(optionalPort){
return optionalPort===void 0?optionalPort="":optionalPort=`:${optionalPort}`,`http://[${this.correctForm()}]${optionalPort}/`}link(options){options||(options={}),
options.className===void 0&&(options.className=""),options.prefix===void 0&&(options.prefix="/#address="),options.v4===void 0&&(options.v4=!1);let formFunction=this.
correctForm;options.v4&&(formFunction=this.to4in6);let form=formFunction.call(this),safeHref=helpers.escapeHtml(`${options.prefix}${form}`),safeForm=helpers.escapeHtml(
form);if(options.className){let safeClass=helpers.escapeHtml(options.className);return`<a href="${safeHref}" class="${safeClass}">${safeForm}</a>`}return`<a hre\
f="${safeHref}">${safeForm}</a>`}group(){if(this.elidedGroups===0)return helpers.simpleGroup(this.addressMinusSuffix).join(":");assert2(typeof this.elidedGroups==
"number"),assert2(typeof this.elisionBegin=="number");let output=[],[left,right]=this.addressMinusSuffix.split("::");left.length?output.push(...helpers.simpleGroup(
left)):output.push("");let classes=["hover-group"];for(let i=this.elisionBegin;i<this.elisionBegin+this.elidedGroups;i++)classes.push(`group-${i}`);return output.
push(`<span class="${classes.join(" ")}"></span>`),right.length?output.push(...helpers.simpleGroup(right,this.elisionEnd)):output.push(""),this.is4()&&(assert2(
this.address4 instanceof ipv4_1.Address4),output.pop(),output.push(this.address4.groupForV6())),output.join(":")}regularExpressionString(substringSearch=!1){let output=[],
address6=new _Address6(this.correctForm());if(address6.elidedGroups===0)output.push((0,regular_expressions_1.simpleRegularExpression)(address6.parsedAddress));else if(address6.
elidedGroups===constants6.GROUPS)output.push((0,regular_expressions_1.possibleElisions)(constants6.GROUPS));else{let halves=address6.address.split("::");halves[0].
length&&output.push((0,regular_expressions_1.simpleRegularExpression)(halves[0].split(":"))),assert2(typeof address6.elidedGroups=="number"),output.push((0,regular_expressions_1.
possibleElisions)(address6.elidedGroups,halves[0].length!==0,halves[1].length!==0)),halves[1].length&&output.push((0,regular_expressions_1.simpleRegularExpression)(
halves[1].split(":"))),output=[output.join(":")]}return substringSearch||(output=["(?=^|",regular_expressions_1.ADDRESS_BOUNDARY,"|[^\\w\\:])(",...output,")(?=[\
^\\w\\:]|",regular_expressions_1.ADDRESS_BOUNDARY,"|$)"]),output.join("")}regularExpression(substringSearch=!1){return new RegExp(this.regularExpressionString(substringSearch),
"i")}};exports2.Address6=Address6;var TYPE_SUBNETS=Object.keys(constants6.TYPES).map(subnet=>[new Address6(subnet),constants6.TYPES[subnet]]),TEREDO_SUBNET=new Address6(
"2001::/32"),SIX_TO_FOUR_SUBNET=new Address6("2002::/16"),ULA_SUBNET=new Address6("fc00::/7"),LINK_LOCAL_SUBNET=new Address6("fe80::/10"),DOCUMENTATION_SUBNETS=[
new Address6("2001:db8::/32"),new Address6("3fff::/20")],BENCHMARKING_SUBNET=new Address6("2001:2::/48"),GLOBAL_UNICAST_SUBNET=new Address6("2000::/3"),SPECIAL_PURPOSE_V6=constants6.
SPECIAL_PURPOSE.map(([cidr,,reachable])=>({subnet:new Address6(cidr),reachable})),IPV4_MAPPED_SUBNET=new Address6("::ffff:0:0/96"),NAT64_WELL_KNOWN_SUBNET=new Address6(
"64:ff9b::/96"),NAT64_LOCAL_USE_SUBNET=new Address6("64:ff9b:1::/48")}});var require_ip_address=__commonJS({"node_modules/ip-address/dist/ip-address.js"(exports2){"use strict";var __createBinding=exports2&&exports2.__createBinding||(Object.
create?(function(o,m,k,k2){k2===void 0&&(k2=k);var desc=Object.getOwnPropertyDescriptor(m,k);(!desc||("get"in desc?!m.__esModule:desc.writable||desc.configurable))&&
(desc={enumerable:!0,get:function(){return m[k]}}),Object.defineProperty(o,k2,desc)}):(function(o,m,k,k2){k2===void 0&&(k2=k),o[k2]=m[k]})),__setModuleDefault=exports2&&
exports2.__setModuleDefault||(Object.create?(function(o,v){Object.defineProperty(o,"default",{enumerable:!0,value:v})}):function(o,v){o.default=v}),__importStar=exports2&&
exports2.__importStar||function(mod){if(mod&&mod.__esModule)return mod;var result={};if(mod!=null)for(var k in mod)k!=="default"&&Object.prototype.hasOwnProperty.
call(mod,k)&&__createBinding(result,mod,k);return __setModuleDefault(result,mod),result};Object.defineProperty(exports2,"__esModule",{value:!0});exports2.v6=exports2.
AddressError=exports2.Address6=exports2.Address4=void 0;var ipv4_1=require_ipv4();Object.defineProperty(exports2,"Address4",{enumerable:!0,get:function(){return ipv4_1.
Address4}});var ipv6_1=require_ipv6();Object.defineProperty(exports2,"Address6",{enumerable:!0,get:function(){return ipv6_1.Address6}});var address_error_1=require_address_error();
Object.defineProperty(exports2,"AddressError",{enumerable:!0,get:function(){return address_error_1.AddressError}});var helpers=__importStar(require_helpers());exports2.
v6={helpers}}});var require_helpers2=__commonJS({"node_modules/socks/build/common/helpers.js"(exports2){"use strict";Object.defineProperty(exports2,"__esModule",{value:!0});exports2.
validateSocksClientOptions=validateSocksClientOptions;exports2.validateSocksClientChainOptions=validateSocksClientChainOptions;exports2.ipv4ToInt32=ipv4ToInt32;
exports2.int32ToIpv4=int32ToIpv4;exports2.ipToBuffer=ipToBuffer;var util_1=require_util(),constants_1=require_constants(),stream=require("stream"),ip_address_1=require_ip_address(),
net4=require("net");function validateSocksClientOptions(options,acceptedCommands=["connect","bind","associate"]){if(!constants_1.SocksCommand[options.command])throw new util_1.
SocksClientError(constants_1.ERRORS.InvalidSocksCommand,options);if(acceptedCommands.indexOf(options.command)===-1)throw new util_1.SocksClientError(constants_1.
ERRORS.InvalidSocksCommandForOperation,options);if(!isValidSocksRemoteHost(options.destination))throw new util_1.SocksClientError(constants_1.ERRORS.InvalidSocksClientOptionsDestination,
options);if(!isValidSocksProxy(options.proxy))throw new util_1.SocksClientError(constants_1.ERRORS.InvalidSocksClientOptionsProxy,options);if(validateCustomProxyAuth(
options.proxy,options),options.timeout&&!isValidTimeoutValue(options.timeout))throw new util_1.SocksClientError(constants_1.ERRORS.InvalidSocksClientOptionsTimeout,
options);if(options.existing_socket&&!(options.existing_socket instanceof stream.Duplex))throw new util_1.SocksClientError(constants_1.ERRORS.InvalidSocksClientOptionsExistingSocket,
options)}function validateSocksClientChainOptions(options){if(options.command!=="connect")throw new util_1.SocksClientError(constants_1.ERRORS.InvalidSocksCommandChain,
options);if(!isValidSocksRemoteHost(options.destination))throw new util_1.SocksClientError(constants_1.ERRORS.InvalidSocksClientOptionsDestination,options);if(!(options.
proxies&&Array.isArray(options.proxies)&&options.proxies.length>=2))throw new util_1.SocksClientError(constants_1.ERRORS.InvalidSocksClientOptionsProxiesLength,
options);if(options.proxies.forEach(proxy=>{if(!isValidSocksProxy(proxy))throw new util_1.SocksClientError(constants_1.ERRORS.InvalidSocksClientOptionsProxy,options);
validateCustomProxyAuth(proxy,options)}),options.timeout&&!isValidTimeoutValue(options.timeout))throw new util_1.SocksClientError(constants_1.ERRORS.InvalidSocksClientOptionsTimeout,
options)}function validateCustomProxyAuth(proxy,options){if(proxy.custom_auth_method!==void 0){if(proxy.custom_auth_method<constants_1.SOCKS5_CUSTOM_AUTH_START||
proxy.custom_auth_method>constants_1.SOCKS5_CUSTOM_AUTH_END)throw new util_1.SocksClientError(constants_1.ERRORS.InvalidSocksClientOptionsCustomAuthRange,options);
if(proxy.custom_auth_request_handler===void 0||typeof proxy.custom_auth_request_handler!="function")throw new util_1.SocksClientError(constants_1.ERRORS.InvalidSocksClientOptionsCustomAuthOptions,
options);if(proxy.custom_auth_response_size===void 0)throw new util_1.SocksClientError(constants_1.ERRORS.InvalidSocksClientOptionsCustomAuthOptions,options);if(proxy.
custom_auth_response_handler===void 0||typeof proxy.custom_auth_response_handler!="function")throw new util_1.SocksClientError(constants_1.ERRORS.InvalidSocksClientOptionsCustomAuthOptions,
options)}}function isValidSocksRemoteHost(remoteHost){return remoteHost&&typeof remoteHost.host=="string"&&Buffer.byteLength(remoteHost.host)<256&&typeof remoteHost.
port=="number"&&remoteHost.port>=0&&remoteHost.port<=65535}function isValidSocksProxy(proxy){return proxy&&(typeof proxy.host=="string"||typeof proxy.ipaddress==
"string")&&typeof proxy.port=="number"&&proxy.port>=0&&proxy.port<=65535&&(proxy.type===4||proxy.type===5)}function isValidTimeoutValue(value){return typeof value==
"number"&&value>0}function ipv4ToInt32(ip){return new ip_address_1.Address4(ip).toArray().reduce((acc,part)=>(acc<<8)+part,0)>>>0}function int32ToIpv4(int32){let octet1=int32>>>
24&255,octet2=int32>>>16&255,octet3=int32>>>8&255,octet4=int32&255;return[octet1,octet2,octet3,octet4].join(".")}function ipToBuffer(ip){if(net4.isIPv4(ip)){let address2=new ip_address_1.
Address4(ip);return Buffer.from(address2.toArray())}else if(net4.isIPv6(ip)){let address2=new ip_address_1.Address6(ip);return Buffer.from(address2.canonicalForm().
split(":").map(segment=>segment.padStart(4,"0")).join(""),"hex")}else throw new Error("Invalid IP address format")}}});var require_receivebuffer=__commonJS({"node_modules/socks/build/common/receivebuffer.js"(exports2){"use strict";Object.defineProperty(exports2,"__esModule",{value:!0});
exports2.ReceiveBuffer=void 0;var ReceiveBuffer=class{constructor(size=4096){this.buffer=Buffer.allocUnsafe(size),this.offset=0,this.originalSize=size}get length(){
return this.offset}append(data){if(!Buffer.isBuffer(data))throw new Error("Attempted to append a non-buffer instance to ReceiveBuffer.");if(this.offset+data.length>=
this.buffer.length){let tmp=this.buffer;this.buffer=Buffer.allocUnsafe(Math.max(this.buffer.length+this.originalSize,this.buffer.length+data.length)),tmp.copy(this.
buffer)}return data.copy(this.buffer,this.offset),this.offset+=data.length}peek(length){if(length>this.offset)throw new Error("Attempted to read beyond the boun\
ds of the managed internal data.");return this.buffer.slice(0,length)}get(length){if(length>this.offset)throw new Error("Attempted to read beyond the bounds of \
the managed internal data.");let value=Buffer.allocUnsafe(length);return this.buffer.slice(0,length).copy(value),this.buffer.copyWithin(0,length,length+this.offset-
length),this.offset-=length,value}};exports2.ReceiveBuffer=ReceiveBuffer}});var require_socksclient=__commonJS({"node_modules/socks/build/client/socksclient.js"(exports2){"use strict";var __awaiter5=exports2&&exports2.__awaiter||function(thisArg,_arguments,P,generator){
function adopt(value){return value instanceof P?value:new P(function(resolve6){resolve6(value)})}return new(P||(P=Promise))(function(resolve6,reject){function fulfilled(value){
try{step(generator.next(value))}catch(e){reject(e)}}function rejected2(value){try{step(generator.throw(value))}catch(e){reject(e)}}function step(result){result.
done?resolve6(result.value):adopt(result.value).then(fulfilled,rejected2)}step((generator=generator.apply(thisArg,_arguments||[])).next())})};Object.defineProperty(
exports2,"__esModule",{value:!0});exports2.SocksClientError=exports2.SocksClient=void 0;var events_1=require("events"),net4=require("net"),smart_buffer_1=require_smartbuffer(),
constants_1=require_constants(),helpers_1=require_helpers2(),receivebuffer_1=require_receivebuffer(),util_1=require_util();Object.defineProperty(exports2,"Socks\
ClientError",{enumerable:!0,get:function(){return util_1.SocksClientError}});var ip_address_1=require_ip_address(),SocksClient2=class _SocksClient extends events_1.
EventEmitter{constructor(options){super(),this.options=Object.assign({},options),(0,helpers_1.validateSocksClientOptions)(options),this.setState(constants_1.SocksClientState.
Created)}static createConnection(options,callback){return new Promise((resolve6,reject)=>{try{(0,helpers_1.validateSocksClientOptions)(options,["connect"])}catch(err){
return typeof callback=="function"?(callback(err),resolve6(err)):reject(err)}let client=new _SocksClient(options);client.connect(options.existing_socket),client.
once("established",info=>{client.removeAllListeners(),typeof callback=="function"&&callback(null,info),resolve6(info)}),client.once("error",err=>{client.removeAllListeners(),
typeof callback=="function"?(callback(err),resolve6(err)):reject(err)})})}static createConnectionChain(options,callback){return new Promise((resolve6,reject)=>__awaiter5(
this,void 0,void 0,function*(){try{(0,helpers_1.validateSocksClientChainOptions)(options)}catch(err){return typeof callback=="function"?(callback(err),resolve6(
err)):reject(err)}options.randomizeChain&&(0,util_1.shuffleArray)(options.proxies);try{let sock;for(let i=0;i<options.proxies.length;i++){let nextProxy=options.
proxies[i],nextDestination=i===options.proxies.length-1?options.destination:{host:options.proxies[i+1].host||options.proxies[i+1].ipaddress,port:options.proxies[i+
1].port},result=yield _SocksClient.createConnection({command:"connect",proxy:nextProxy,destination:nextDestination,existing_socket:sock});sock=sock||result.socket}
typeof callback=="function"?(callback(null,{socket:sock}),resolve6({socket:sock})):resolve6({socket:sock})}catch(err){typeof callback=="function"?(callback(err),
resolve6(err)):reject(err)}}))}static createUDPFrame(options){let buff=new smart_buffer_1.SmartBuffer;return buff.writeUInt16BE(0),buff.writeUInt8(options.frameNumber||
0),net4.isIPv4(options.remoteHost.host)?(buff.writeUInt8(constants_1.Socks5HostType.IPv4),buff.writeUInt32BE((0,helpers_1.ipv4ToInt32)(options.remoteHost.host))):
net4.isIPv6(options.remoteHost.host)?(buff.writeUInt8(constants_1.Socks5HostType.IPv6),buff.writeBuffer((0,helpers_1.ipToBuffer)(options.remoteHost.host))):(buff.
writeUInt8(constants_1.Socks5HostType.Hostname),buff.writeUInt8(Buffer.byteLength(options.remoteHost.host)),buff.writeString(options.remoteHost.host)),buff.writeUInt16BE(
options.remoteHost.port),buff.writeBuffer(options.data),buff.toBuffer()}static parseUDPFrame(data){let buff=smart_buffer_1.SmartBuffer.fromBuffer(data);buff.readOffset=
2;let frameNumber=buff.readUInt8(),hostType=buff.readUInt8(),remoteHost;hostType===constants_1.Socks5HostType.IPv4?remoteHost=(0,helpers_1.int32ToIpv4)(buff.readUInt32BE()):
hostType===constants_1.Socks5HostType.IPv6?remoteHost=ip_address_1.Address6.fromByteArray(Array.from(buff.readBuffer(16))).canonicalForm():remoteHost=buff.readString(
buff.readUInt8());let remotePort=buff.readUInt16BE();return{frameNumber,remoteHost:{host:remoteHost,port:remotePort},data:buff.readBuffer()}}setState(newState){
this.state!==constants_1.SocksClientState.Error&&(this.state=newState)}connect(existingSocket){this.onDataReceived=data=>this.onDataReceivedHandler(data),this.onClose=
()=>this.onCloseHandler(),this.onError=err=>this.onErrorHandler(err),this.onConnect=()=>this.onConnectHandler();let timer=setTimeout(()=>this.onEstablishedTimeout(),
this.options.timeout||constants_1.DEFAULT_TIMEOUT);timer.unref&&typeof timer.unref=="function"&&timer.unref(),existingSocket?this.socket=existingSocket:this.socket=
new net4.Socket,this.socket.once("close",this.onClose),this.socket.once("error",this.onError),this.socket.once("connect",this.onConnect),this.socket.on("data",this.
onDataReceived),this.setState(constants_1.SocksClientState.Connecting),this.receiveBuffer=new receivebuffer_1.ReceiveBuffer,existingSocket?this.socket.emit("con\
nect"):(this.socket.connect(this.getSocketOptions()),this.options.set_tcp_nodelay!==void 0&&this.options.set_tcp_nodelay!==null&&this.socket.setNoDelay(!!this.options.
set_tcp_nodelay)),this.prependOnceListener("established",info=>{setImmediate(()=>{if(this.receiveBuffer.length>0){let excessData=this.receiveBuffer.get(this.receiveBuffer.
length);info.socket.emit("data",excessData)}info.socket.resume()})})}getSocketOptions(){return Object.assign(Object.assign({},this.options.socket_options),{host:this.
options.proxy.host||this.options.proxy.ipaddress,port:this.options.proxy.port})}onEstablishedTimeout(){this.state!==constants_1.SocksClientState.Established&&this.
state!==constants_1.SocksClientState.BoundWaitingForConnection&&this.closeSocket(constants_1.ERRORS.ProxyConnectionTimedOut)}onConnectHandler(){this.setState(constants_1.
SocksClientState.Connected),this.options.proxy.type===4?this.sendSocks4InitialHandshake():this.sendSocks5InitialHandshake(),this.setState(constants_1.SocksClientState.
SentInitialHandshake)}onDataReceivedHandler(data){this.receiveBuffer.append(data),this.processData()}processData(){for(;this.state!==constants_1.SocksClientState.
Established&&this.state!==constants_1.SocksClientState.Error&&this.receiveBuffer.length>=this.nextRequiredPacketBufferSize;)if(this.state===constants_1.SocksClientState.
SentInitialHandshake)this.options.proxy.type===4?this.handleSocks4FinalHandshakeResponse():this.handleInitialSocks5HandshakeResponse();else if(this.state===constants_1.
SocksClientState.SentAuthentication)this.handleInitialSocks5AuthenticationHandshakeResponse();else if(this.state===constants_1.SocksClientState.SentFinalHandshake)
this.handleSocks5FinalHandshakeResponse();else if(this.state===constants_1.SocksClientState.BoundWaitingForConnection)this.options.proxy.type===4?this.handleSocks4IncomingConnectionResponse():
this.handleSocks5IncomingConnectionResponse();else{this.closeSocket(constants_1.ERRORS.InternalError);break}}onCloseHandler(){this.closeSocket(constants_1.ERRORS.
SocketClosed)}onErrorHandler(err){this.closeSocket(err.message)}removeInternalSocketHandlers(){this.socket.pause(),this.socket.removeListener("data",this.onDataReceived),
this.socket.removeListener("close",this.onClose),this.socket.removeListener("error",this.onError),this.socket.removeListener("connect",this.onConnect)}closeSocket(err){
this.state!==constants_1.SocksClientState.Error&&(this.setState(constants_1.SocksClientState.Error),this.socket.destroy(),this.removeInternalSocketHandlers(),this.
emit("error",new util_1.SocksClientError(err,this.options)))}sendSocks4InitialHandshake(){let userId=this.options.proxy.userId||"",buff=new smart_buffer_1.SmartBuffer;
buff.writeUInt8(4),buff.writeUInt8(constants_1.SocksCommand[this.options.command]),buff.writeUInt16BE(this.options.destination.port),net4.isIPv4(this.options.destination.
host)?(buff.writeBuffer((0,helpers_1.ipToBuffer)(this.options.destination.host)),buff.writeStringNT(userId)):(buff.writeUInt8(0),buff.writeUInt8(0),buff.writeUInt8(
0),buff.writeUInt8(1),buff.writeStringNT(userId),buff.writeStringNT(this.options.destination.host)),this.nextRequiredPacketBufferSize=constants_1.SOCKS_INCOMING_PACKET_SIZES.
Socks4Response,this.socket.write(buff.toBuffer())}handleSocks4FinalHandshakeResponse(){let data=this.receiveBuffer.get(8);if(data[1]!==constants_1.Socks4Response.
Granted)this.closeSocket(`${constants_1.ERRORS.Socks4ProxyRejectedConnection} - (${constants_1.Socks4Response[data[1]]})`);else if(constants_1.SocksCommand[this.
options.command]===constants_1.SocksCommand.bind){let buff=smart_buffer_1.SmartBuffer.fromBuffer(data);buff.readOffset=2;let remoteHost={port:buff.readUInt16BE(),
host:(0,helpers_1.int32ToIpv4)(buff.readUInt32BE())};remoteHost.host==="0.0.0.0"&&(remoteHost.host=this.options.proxy.ipaddress),this.setState(constants_1.SocksClientState.
BoundWaitingForConnection),this.emit("bound",{remoteHost,socket:this.socket})}else this.setState(constants_1.SocksClientState.Established),this.removeInternalSocketHandlers(),
this.emit("established",{socket:this.socket})}handleSocks4IncomingConnectionResponse(){let data=this.receiveBuffer.get(8);if(data[1]!==constants_1.Socks4Response.
Granted)this.closeSocket(`${constants_1.ERRORS.Socks4ProxyRejectedIncomingBoundConnection} - (${constants_1.Socks4Response[data[1]]})`);else{let buff=smart_buffer_1.
SmartBuffer.fromBuffer(data);buff.readOffset=2;let remoteHost={port:buff.readUInt16BE(),host:(0,helpers_1.int32ToIpv4)(buff.readUInt32BE())};this.setState(constants_1.
SocksClientState.Established),this.removeInternalSocketHandlers(),this.emit("established",{remoteHost,socket:this.socket})}}sendSocks5InitialHandshake(){let buff=new smart_buffer_1.
SmartBuffer,supportedAuthMethods=[constants_1.Socks5Auth.NoAuth];(this.options.proxy.userId||this.options.proxy.password)&&supportedAuthMethods.push(constants_1.
Socks5Auth.UserPass),this.options.proxy.custom_auth_method!==void 0&&supportedAuthMethods.push(this.options.proxy.custom_auth_method),buff.writeUInt8(5),buff.writeUInt8(
supportedAuthMethods.length);for(let authMethod of supportedAuthMethods)buff.writeUInt8(authMethod);this.nextRequiredPacketBufferSize=constants_1.SOCKS_INCOMING_PACKET_SIZES.
Socks5InitialHandshakeResponse,this.socket.write(buff.toBuffer()),this.setState(constants_1.SocksClientState.SentInitialHandshake)}handleInitialSocks5HandshakeResponse(){
let data=this.receiveBuffer.get(2);data[0]!==5?this.closeSocket(constants_1.ERRORS.InvalidSocks5IntiailHandshakeSocksVersion):data[1]===constants_1.SOCKS5_NO_ACCEPTABLE_AUTH?
this.closeSocket(constants_1.ERRORS.InvalidSocks5InitialHandshakeNoAcceptedAuthType):data[1]===constants_1.Socks5Auth.NoAuth?(this.socks5ChosenAuthType=constants_1.
Socks5Auth.NoAuth,this.sendSocks5CommandRequest()):data[1]===constants_1.Socks5Auth.UserPass?(this.socks5ChosenAuthType=constants_1.Socks5Auth.UserPass,this.sendSocks5UserPassAuthentication()):
data[1]===this.options.proxy.custom_auth_method?(this.socks5ChosenAuthType=this.options.proxy.custom_auth_method,this.sendSocks5CustomAuthentication()):this.closeSocket(
constants_1.ERRORS.InvalidSocks5InitialHandshakeUnknownAuthType)}sendSocks5UserPassAuthentication(){let userId=this.options.proxy.userId||"",password=this.options.
proxy.password||"",buff=new smart_buffer_1.SmartBuffer;buff.writeUInt8(1),buff.writeUInt8(Buffer.byteLength(userId)),buff.writeString(userId),buff.writeUInt8(Buffer.
byteLength(password)),buff.writeString(password),this.nextRequiredPacketBufferSize=constants_1.SOCKS_INCOMING_PACKET_SIZES.Socks5UserPassAuthenticationResponse,
this.socket.write(buff.toBuffer()),this.setState(constants_1.SocksClientState.SentAuthentication)}sendSocks5CustomAuthentication(){return __awaiter5(this,void 0,
void 0,function*(){this.nextRequiredPacketBufferSize=this.options.proxy.custom_auth_response_size,this.socket.write(yield this.options.proxy.custom_auth_request_handler()),
this.setState(constants_1.SocksClientState.SentAuthentication)})}handleSocks5CustomAuthHandshakeResponse(data){return __awaiter5(this,void 0,void 0,function*(){
return yield this.options.proxy.custom_auth_response_handler(data)})}handleSocks5AuthenticationNoAuthHandshakeResponse(data){return __awaiter5(this,void 0,void 0,
function*(){return data[1]===0})}handleSocks5AuthenticationUserPassHandshakeResponse(data){return __awaiter5(this,void 0,void 0,function*(){return data[1]===0})}handleInitialSocks5AuthenticationHandshakeResponse(){
return __awaiter5(this,void 0,void 0,function*(){this.setState(constants_1.SocksClientState.ReceivedAuthenticationResponse);let authResult=!1;this.socks5ChosenAuthType===
constants_1.Socks5Auth.NoAuth?authResult=yield this.handleSocks5AuthenticationNoAuthHandshakeResponse(this.receiveBuffer.get(2)):this.socks5ChosenAuthType===constants_1.
Socks5Auth.UserPass?authResult=yield this.handleSocks5AuthenticationUserPassHandshakeResponse(this.receiveBuffer.get(2)):this.socks5ChosenAuthType===this.options.
proxy.custom_auth_method&&(authResult=yield this.handleSocks5CustomAuthHandshakeResponse(this.receiveBuffer.get(this.options.proxy.custom_auth_response_size))),
authResult?this.sendSocks5CommandRequest():this.closeSocket(constants_1.ERRORS.Socks5AuthenticationFailed)})}sendSocks5CommandRequest(){let buff=new smart_buffer_1.
SmartBuffer;buff.writeUInt8(5),buff.writeUInt8(constants_1.SocksCommand[this.options.command]),buff.writeUInt8(0),net4.isIPv4(this.options.destination.host)?(buff.
writeUInt8(constants_1.Socks5HostType.IPv4),buff.writeBuffer((0,helpers_1.ipToBuffer)(this.options.destination.host))):net4.isIPv6(this.options.destination.host)?
(buff.writeUInt8(constants_1.Socks5HostType.IPv6),buff.writeBuffer((0,helpers_1.ipToBuffer)(this.options.destination.host))):(buff.writeUInt8(constants_1.Socks5HostType.
Hostname),buff.writeUInt8(this.options.destination.host.length),buff.writeString(this.options.destination.host)),buff.writeUInt16BE(this.options.destination.port),
this.nextRequiredPacketBufferSize=constants_1.SOCKS_INCOMING_PACKET_SIZES.Socks5ResponseHeader,this.socket.write(buff.toBuffer()),this.setState(constants_1.SocksClientState.
SentFinalHandshake)}handleSocks5FinalHandshakeResponse(){let header=this.receiveBuffer.peek(5);if(header[0]!==5||header[1]!==constants_1.Socks5Response.Granted)
this.closeSocket(`${constants_1.ERRORS.InvalidSocks5FinalHandshakeRejected} - ${constants_1.Socks5Response[header[1]]}`);else{let addressType=header[3],remoteHost,
buff;if(addressType===constants_1.Socks5HostType.IPv4){let dataNeeded=constants_1.SOCKS_INCOMING_PACKET_SIZES.Socks5ResponseIPv4;if(this.receiveBuffer.length<dataNeeded){
this.nextRequiredPacketBufferSize=dataNeeded;return}buff=smart_buffer_1.SmartBuffer.fromBuffer(this.receiveBuffer.get(dataNeeded).slice(4)),remoteHost={host:(0,helpers_1.
int32ToIpv4)(buff.readUInt32BE()),port:buff.readUInt16BE()},remoteHost.host==="0.0.0.0"&&(remoteHost.host=this.options.proxy.ipaddress)}else if(addressType===constants_1.
Socks5HostType.Hostname){let hostLength=header[4],dataNeeded=constants_1.SOCKS_INCOMING_PACKET_SIZES.Socks5ResponseHostname(hostLength);if(this.receiveBuffer.length<
dataNeeded){this.nextRequiredPacketBufferSize=dataNeeded;return}buff=smart_buffer_1.SmartBuffer.fromBuffer(this.receiveBuffer.get(dataNeeded).slice(5)),remoteHost=
{host:buff.readString(hostLength),port:buff.readUInt16BE()}}else if(addressType===constants_1.Socks5HostType.IPv6){let dataNeeded=constants_1.SOCKS_INCOMING_PACKET_SIZES.
Socks5ResponseIPv6;if(this.receiveBuffer.length<dataNeeded){this.nextRequiredPacketBufferSize=dataNeeded;return}buff=smart_buffer_1.SmartBuffer.fromBuffer(this.
receiveBuffer.get(dataNeeded).slice(4)),remoteHost={host:ip_address_1.Address6.fromByteArray(Array.from(buff.readBuffer(16))).canonicalForm(),port:buff.readUInt16BE()}}
this.setState(constants_1.SocksClientState.ReceivedFinalResponse),constants_1.SocksCommand[this.options.command]===constants_1.SocksCommand.connect?(this.setState(
constants_1.SocksClientState.Established),this.removeInternalSocketHandlers(),this.emit("established",{remoteHost,socket:this.socket})):constants_1.SocksCommand[this.
options.command]===constants_1.SocksCommand.bind?(this.setState(constants_1.SocksClientState.BoundWaitingForConnection),this.nextRequiredPacketBufferSize=constants_1.
SOCKS_INCOMING_PACKET_SIZES.Socks5ResponseHeader,this.emit("bound",{remoteHost,socket:this.socket})):constants_1.SocksCommand[this.options.command]===constants_1.
SocksCommand.associate&&(this.setState(constants_1.SocksClientState.Established),this.removeInternalSocketHandlers(),this.emit("established",{remoteHost,socket:this.
socket}))}}handleSocks5IncomingConnectionResponse(){let header=this.receiveBuffer.peek(5);if(header[0]!==5||header[1]!==constants_1.Socks5Response.Granted)this.
closeSocket(`${constants_1.ERRORS.Socks5ProxyRejectedIncomingBoundConnection} - ${constants_1.Socks5Response[header[1]]}`);else{let addressType=header[3],remoteHost,
buff;if(addressType===constants_1.Socks5HostType.IPv4){let dataNeeded=constants_1.SOCKS_INCOMING_PACKET_SIZES.Socks5ResponseIPv4;if(this.receiveBuffer.length<dataNeeded){
this.nextRequiredPacketBufferSize=dataNeeded;return}buff=smart_buffer_1.SmartBuffer.fromBuffer(this.receiveBuffer.get(dataNeeded).slice(4)),remoteHost={host:(0,helpers_1.
int32ToIpv4)(buff.readUInt32BE()),port:buff.readUInt16BE()},remoteHost.host==="0.0.0.0"&&(remoteHost.host=this.options.proxy.ipaddress)}else if(addressType===constants_1.
Socks5HostType.Hostname){let hostLength=header[4],dataNeeded=constants_1.SOCKS_INCOMING_PACKET_SIZES.Socks5ResponseHostname(hostLength);if(this.receiveBuffer.length<
dataNeeded){this.nextRequiredPacketBufferSize=dataNeeded;return}buff=smart_buffer_1.SmartBuffer.fromBuffer(this.receiveBuffer.get(dataNeeded).slice(5)),remoteHost=
{host:buff.readString(hostLength),port:buff.readUInt16BE()}}else if(addressType===constants_1.Socks5HostType.IPv6){let dataNeeded=constants_1.SOCKS_INCOMING_PACKET_SIZES.
Socks5ResponseIPv6;if(this.receiveBuffer.length<dataNeeded){this.nextRequiredPacketBufferSize=dataNeeded;return}buff=smart_buffer_1.SmartBuffer.fromBuffer(this.
receiveBuffer.get(dataNeeded).slice(4)),remoteHost={host:ip_address_1.Address6.fromByteArray(Array.from(buff.readBuffer(16))).canonicalForm(),port:buff.readUInt16BE()}}
this.setState(constants_1.SocksClientState.Established),this.removeInternalSocketHandlers(),this.emit("established",{remoteHost,socket:this.socket})}}get socksClientOptions(){
return Object.assign({},this.options)}};exports2.SocksClient=SocksClient2}});var require_build2=__commonJS({"node_modules/socks/build/index.js"(exports2){"use strict";var __createBinding=exports2&&exports2.__createBinding||(Object.create?
(function(o,m,k,k2){k2===void 0&&(k2=k);var desc=Object.getOwnPropertyDescriptor(m,k);(!desc||("get"in desc?!m.__esModule:desc.writable||desc.configurable))&&(desc=
{enumerable:!0,get:function(){return m[k]}}),Object.defineProperty(o,k2,desc)}):(function(o,m,k,k2){k2===void 0&&(k2=k),o[k2]=m[k]})),__exportStar=exports2&&exports2.
__exportStar||function(m,exports3){for(var p in m)p!=="default"&&!Object.prototype.hasOwnProperty.call(exports3,p)&&__createBinding(exports3,m,p)};Object.defineProperty(
exports2,"__esModule",{value:!0});__exportStar(require_socksclient(),exports2)}});var init_helpers=__esm({"node_modules/agent-base/dist/helpers.js"(){}});var net,http,import_https,INTERNAL,Agent2,init_dist=__esm({"node_modules/agent-base/dist/index.js"(){net=__toESM(require("net"),1),http=__toESM(require("http"),1),
import_https=require("https");init_helpers();INTERNAL=Symbol("AgentBaseInternalState"),Agent2=class extends http.Agent{constructor(opts){super(opts),this[INTERNAL]=
{}}isSecureEndpoint(options){if(options){if(typeof options.secureEndpoint=="boolean")return options.secureEndpoint;if(typeof options.protocol=="string")return options.
protocol==="https:"}let{stack}=new Error;return typeof stack!="string"?!1:stack.split(`
`).some(l=>l.indexOf("(https.js:")!==-1||l.indexOf("node:https:")!==-1)}incrementSockets(name){if(this.maxSockets===1/0&&this.maxTotalSockets===1/0)return null;
this.sockets[name]||(this.sockets[name]=[]);let fakeSocket=new net.Socket({writable:!1});return this.sockets[name].push(fakeSocket),this.totalSocketCount++,fakeSocket}decrementSockets(name,socket){
if(!this.sockets[name]||socket===null)return;let sockets=this.sockets[name],index=sockets.indexOf(socket);index!==-1&&(sockets.splice(index,1),this.totalSocketCount--,
sockets.length===0&&delete this.sockets[name])}getName(options){return this.isSecureEndpoint(options)?import_https.Agent.prototype.getName.call(this,options):super.
getName(options)}createSocket(req,options,cb){let connectOpts={...options,secureEndpoint:this.isSecureEndpoint(options)},name=this.getName(connectOpts),fakeSocket=this.
incrementSockets(name);Promise.resolve().then(()=>this.connect(req,connectOpts)).then(socket=>{if(this.decrementSockets(name,fakeSocket),typeof socket.addRequest==
"function")try{return socket.addRequest(req,connectOpts)}catch(err){return cb(err)}this[INTERNAL].currentSocket=socket,super.createSocket(req,options,cb)},err=>{
this.decrementSockets(name,fakeSocket),cb(err)})}createConnection(){let socket=this[INTERNAL].currentSocket;if(this[INTERNAL].currentSocket=void 0,!socket)throw new Error(
"No socket was returned in the `connect()` function");return socket}get defaultPort(){return this[INTERNAL].defaultPort??(this.protocol==="https:"?443:80)}set defaultPort(v){
this[INTERNAL]&&(this[INTERNAL].defaultPort=v)}get protocol(){return this[INTERNAL].protocol??(this.isSecureEndpoint()?"https:":"http:")}set protocol(v){this[INTERNAL]&&
(this[INTERNAL].protocol=v)}}}});var require_ms=__commonJS({"node_modules/ms/index.js"(exports2,module2){var s=1e3,m=s*60,h=m*60,d=h*24,w=d*7,y=d*365.25;module2.exports=function(val,options){options=
options||{};var type=typeof val;if(type==="string"&&val.length>0)return parse3(val);if(type==="number"&&isFinite(val))return options.long?fmtLong(val):fmtShort(
val);throw new Error("val is not a non-empty string or a valid number. val="+JSON.stringify(val))};function parse3(str){if(str=String(str),!(str.length>100)){var match=/^(-?(?:\d+)?\.?\d+) *(milliseconds?|msecs?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w|years?|yrs?|y)?$/i.
exec(str);if(match){var n=parseFloat(match[1]),type=(match[2]||"ms").toLowerCase();switch(type){case"years":case"year":case"yrs":case"yr":case"y":return n*y;case"\
weeks":case"week":case"w":return n*w;case"days":case"day":case"d":return n*d;case"hours":case"hour":case"hrs":case"hr":case"h":return n*h;case"minutes":case"min\
ute":case"mins":case"min":case"m":return n*m;case"seconds":case"second":case"secs":case"sec":case"s":return n*s;case"milliseconds":case"millisecond":case"msecs":case"\
msec":case"ms":return n;default:return}}}}function fmtShort(ms){var msAbs=Math.abs(ms);return msAbs>=d?Math.round(ms/d)+"d":msAbs>=h?Math.round(ms/h)+"h":msAbs>=
m?Math.round(ms/m)+"m":msAbs>=s?Math.round(ms/s)+"s":ms+"ms"}function fmtLong(ms){var msAbs=Math.abs(ms);return msAbs>=d?plural(ms,msAbs,d,"day"):msAbs>=h?plural(
ms,msAbs,h,"hour"):msAbs>=m?plural(ms,msAbs,m,"minute"):msAbs>=s?plural(ms,msAbs,s,"second"):ms+" ms"}function plural(ms,msAbs,n,name){var isPlural=msAbs>=n*1.5;
return Math.round(ms/n)+" "+name+(isPlural?"s":"")}}});var require_common2=__commonJS({"node_modules/debug/src/common.js"(exports2,module2){function setup(env){createDebug4.debug=createDebug4,createDebug4.default=createDebug4,
createDebug4.coerce=coerce,createDebug4.disable=disable,createDebug4.enable=enable,createDebug4.enabled=enabled,createDebug4.humanize=require_ms(),createDebug4.
destroy=destroy,Object.keys(env).forEach(key=>{createDebug4[key]=env[key]}),createDebug4.names=[],createDebug4.skips=[],createDebug4.formatters={};function selectColor(namespace){
let hash=0;for(let i=0;i<namespace.length;i++)hash=(hash<<5)-hash+namespace.charCodeAt(i),hash|=0;return createDebug4.colors[Math.abs(hash)%createDebug4.colors.
length]}createDebug4.selectColor=selectColor;function createDebug4(namespace){let prevTime,enableOverride=null,namespacesCache,enabledCache;function debug4(...args){
if(!debug4.enabled)return;let self=debug4,curr=Number(new Date),ms=curr-(prevTime||curr);self.diff=ms,self.prev=prevTime,self.curr=curr,prevTime=curr,args[0]=createDebug4.
coerce(args[0]),typeof args[0]!="string"&&args.unshift("%O");let index=0;args[0]=args[0].replace(/%([a-zA-Z%])/g,(match,format)=>{if(match==="%%")return"%";index++;
let formatter=createDebug4.formatters[format];if(typeof formatter=="function"){let val=args[index];match=formatter.call(self,val),args.splice(index,1),index--}return match}),
createDebug4.formatArgs.call(self,args),(self.log||createDebug4.log).apply(self,args)}return debug4.namespace=namespace,debug4.useColors=createDebug4.useColors(),
debug4.color=createDebug4.selectColor(namespace),debug4.extend=extend,debug4.destroy=createDebug4.destroy,Object.defineProperty(debug4,"enabled",{enumerable:!0,
configurable:!1,get:()=>enableOverride!==null?enableOverride:(namespacesCache!==createDebug4.namespaces&&(namespacesCache=createDebug4.namespaces,enabledCache=createDebug4.
enabled(namespace)),enabledCache),set:v=>{enableOverride=v}}),typeof createDebug4.init=="function"&&createDebug4.init(debug4),debug4}function extend(namespace,delimiter3){
let newDebug=createDebug4(this.namespace+(typeof delimiter3>"u"?":":delimiter3)+namespace);return newDebug.log=this.log,newDebug}function enable(namespaces){createDebug4.
save(namespaces),createDebug4.namespaces=namespaces,createDebug4.names=[],createDebug4.skips=[];let split=(typeof namespaces=="string"?namespaces:"").trim().replace(
/\s+/g,",").split(",").filter(Boolean);for(let ns of split)ns[0]==="-"?createDebug4.skips.push(ns.slice(1)):createDebug4.names.push(ns)}function matchesTemplate(search,template){
let searchIndex=0,templateIndex=0,starIndex=-1,matchIndex=0;for(;searchIndex<search.length;)if(templateIndex<template.length&&(template[templateIndex]===search[searchIndex]||
template[templateIndex]==="*"))template[templateIndex]==="*"?(starIndex=templateIndex,matchIndex=searchIndex,templateIndex++):(searchIndex++,templateIndex++);else if(starIndex!==
-1)templateIndex=starIndex+1,matchIndex++,searchIndex=matchIndex;else return!1;for(;templateIndex<template.length&&template[templateIndex]==="*";)templateIndex++;
return templateIndex===template.length}function disable(){let namespaces=[...createDebug4.names,...createDebug4.skips.map(namespace=>"-"+namespace)].join(",");return createDebug4.
enable(""),namespaces}function enabled(name){for(let skip of createDebug4.skips)if(matchesTemplate(name,skip))return!1;for(let ns of createDebug4.names)if(matchesTemplate(
name,ns))return!0;return!1}function coerce(val){return val instanceof Error?val.stack||val.message:val}function destroy(){console.warn("Instance method `debug.d\
estroy()` is deprecated and no longer does anything. It will be removed in the next major version of `debug`.")}return createDebug4.enable(createDebug4.load()),
createDebug4}module2.exports=setup}});var require_browser=__commonJS({"node_modules/debug/src/browser.js"(exports2,module2){exports2.formatArgs=formatArgs;exports2.save=save;exports2.load=load2;exports2.
useColors=useColors;exports2.storage=localstorage();exports2.destroy=(()=>{let warned=!1;return()=>{warned||(warned=!0,console.warn("Instance method `debug.dest\
roy()` is deprecated and no longer does anything. It will be removed in the next major version of `debug`."))}})();exports2.colors=["#0000CC","#0000FF","#0033CC",
"#0033FF","#0066CC","#0066FF","#0099CC","#0099FF","#00CC00","#00CC33","#00CC66","#00CC99","#00CCCC","#00CCFF","#3300CC","#3300FF","#3333CC","#3333FF","#3366CC",
"#3366FF","#3399CC","#3399FF","#33CC00","#33CC33","#33CC66","#33CC99","#33CCCC","#33CCFF","#6600CC","#6600FF","#6633CC","#6633FF","#66CC00","#66CC33","#9900CC",
"#9900FF","#9933CC","#9933FF","#99CC00","#99CC33","#CC0000","#CC0033","#CC0066","#CC0099","#CC00CC","#CC00FF","#CC3300","#CC3333","#CC3366","#CC3399","#CC33CC",
"#CC33FF","#CC6600","#CC6633","#CC9900","#CC9933","#CCCC00","#CCCC33","#FF0000","#FF0033","#FF0066","#FF0099","#FF00CC","#FF00FF","#FF3300","#FF3333","#FF3366",
"#FF3399","#FF33CC","#FF33FF","#FF6600","#FF6633","#FF9900","#FF9933","#FFCC00","#FFCC33"];function useColors(){if(typeof window<"u"&&window.process&&(window.process.
type==="renderer"||window.process.__nwjs))return!0;if(typeof navigator<"u"&&navigator.userAgent&&navigator.userAgent.toLowerCase().match(/(edge|trident)\/(\d+)/))
return!1;let m;return typeof document<"u"&&document.documentElement&&document.documentElement.style&&document.documentElement.style.WebkitAppearance||typeof window<
"u"&&window.console&&(window.console.firebug||window.console.exception&&window.console.table)||typeof navigator<"u"&&navigator.userAgent&&(m=navigator.userAgent.
toLowerCase().match(/firefox\/(\d+)/))&&parseInt(m[1],10)>=31||typeof navigator<"u"&&navigator.userAgent&&navigator.userAgent.toLowerCase().match(/applewebkit\/(\d+)/)}
function formatArgs(args){if(args[0]=(this.useColors?"%c":"")+this.namespace+(this.useColors?" %c":" ")+args[0]+(this.useColors?"%c ":" ")+"+"+module2.exports.humanize(
this.diff),!this.useColors)return;let c="color: "+this.color;args.splice(1,0,c,"color: inherit");let index=0,lastC=0;args[0].replace(/%[a-zA-Z%]/g,match=>{match!==
"%%"&&(index++,match==="%c"&&(lastC=index))}),args.splice(lastC,0,c)}exports2.log=console.debug||console.log||(()=>{});function save(namespaces){try{namespaces?
exports2.storage.setItem("debug",namespaces):exports2.storage.removeItem("debug")}catch{}}function load2(){let r;try{r=exports2.storage.getItem("debug")||exports2.
storage.getItem("DEBUG")}catch{}return!r&&typeof process<"u"&&"env"in process&&(r=process.env.DEBUG),r}function localstorage(){try{return localStorage}catch{}}module2.
exports=require_common2()(exports2);var{formatters}=module2.exports;formatters.j=function(v){try{return JSON.stringify(v)}catch(error){return"[UnexpectedJSONPar\
seError]: "+error.message}}}});var require_has_flag=__commonJS({"node_modules/has-flag/index.js"(exports2,module2){"use strict";module2.exports=(flag2,argv=process.argv)=>{let prefix=flag2.startsWith(
"-")?"":flag2.length===1?"-":"--",position=argv.indexOf(prefix+flag2),terminatorPosition=argv.indexOf("--");return position!==-1&&(terminatorPosition===-1||position<
terminatorPosition)}}});var require_supports_color=__commonJS({"node_modules/supports-color/index.js"(exports2,module2){"use strict";var os2=require("os"),tty=require("tty"),hasFlag=require_has_flag(),
{env}=process,forceColor;hasFlag("no-color")||hasFlag("no-colors")||hasFlag("color=false")||hasFlag("color=never")?forceColor=0:(hasFlag("color")||hasFlag("colo\
rs")||hasFlag("color=true")||hasFlag("color=always"))&&(forceColor=1);"FORCE_COLOR"in env&&(env.FORCE_COLOR==="true"?forceColor=1:env.FORCE_COLOR==="false"?forceColor=
0:forceColor=env.FORCE_COLOR.length===0?1:Math.min(parseInt(env.FORCE_COLOR,10),3));function translateLevel(level){return level===0?!1:{level,hasBasic:!0,has256:level>=
2,has16m:level>=3}}function supportsColor(haveStream,streamIsTTY){if(forceColor===0)return 0;if(hasFlag("color=16m")||hasFlag("color=full")||hasFlag("color=true\
color"))return 3;if(hasFlag("color=256"))return 2;if(haveStream&&!streamIsTTY&&forceColor===void 0)return 0;let min=forceColor||0;if(env.TERM==="dumb")return min;
if(process.platform==="win32"){let osRelease=os2.release().split(".");return Number(osRelease[0])>=10&&Number(osRelease[2])>=10586?Number(osRelease[2])>=14931?3:
2:1}if("CI"in env)return["TRAVIS","CIRCLECI","APPVEYOR","GITLAB_CI","GITHUB_ACTIONS","BUILDKITE"].some(sign=>sign in env)||env.CI_NAME==="codeship"?1:min;if("TE\
AMCITY_VERSION"in env)return/^(9\.(0*[1-9]\d*)\.|\d{2,}\.)/.test(env.TEAMCITY_VERSION)?1:0;if(env.COLORTERM==="truecolor")return 3;if("TERM_PROGRAM"in env){let version2=parseInt(
(env.TERM_PROGRAM_VERSION||"").split(".")[0],10);switch(env.TERM_PROGRAM){case"iTerm.app":return version2>=3?3:2;case"Apple_Terminal":return 2}}return/-256(color)?$/i.
test(env.TERM)?2:/^screen|^xterm|^vt100|^vt220|^rxvt|color|ansi|cygwin|linux/i.test(env.TERM)||"COLORTERM"in env?1:min}function getSupportLevel(stream){let level=supportsColor(
stream,stream&&stream.isTTY);return translateLevel(level)}module2.exports={supportsColor:getSupportLevel,stdout:translateLevel(supportsColor(!0,tty.isatty(1))),
stderr:translateLevel(supportsColor(!0,tty.isatty(2)))}}});var require_node=__commonJS({"node_modules/debug/src/node.js"(exports2,module2){var tty=require("tty"),util=require("util");exports2.init=init;exports2.log=log;
exports2.formatArgs=formatArgs;exports2.save=save;exports2.load=load2;exports2.useColors=useColors;exports2.destroy=util.deprecate(()=>{},"Instance method `debu\
g.destroy()` is deprecated and no longer does anything. It will be removed in the next major version of `debug`.");exports2.colors=[6,2,3,4,5,1];try{let supportsColor=require_supports_color();
supportsColor&&(supportsColor.stderr||supportsColor).level>=2&&(exports2.colors=[20,21,26,27,32,33,38,39,40,41,42,43,44,45,56,57,62,63,68,69,74,75,76,77,78,79,80,
81,92,93,98,99,112,113,128,129,134,135,148,149,160,161,162,163,164,165,166,167,168,169,170,171,172,173,178,179,184,185,196,197,198,199,200,201,202,203,204,205,206,
207,208,209,214,215,220,221])}catch{}exports2.inspectOpts=Object.keys(process.env).filter(key=>/^debug_/i.test(key)).reduce((obj,key)=>{let prop=key.substring(6).
toLowerCase().replace(/_([a-z])/g,(_,k)=>k.toUpperCase()),val=process.env[key];return/^(yes|on|true|enabled)$/i.test(val)?val=!0:/^(no|off|false|disabled)$/i.test(
val)?val=!1:val==="null"?val=null:val=Number(val),obj[prop]=val,obj},{});function useColors(){return"colors"in exports2.inspectOpts?!!exports2.inspectOpts.colors:
tty.isatty(process.stderr.fd)}function formatArgs(args){let{namespace:name,useColors:useColors2}=this;if(useColors2){let c=this.color,colorCode="\x1B[3"+(c<8?c:
"8;5;"+c),prefix=`  ${colorCode};1m${name} \x1B[0m`;args[0]=prefix+args[0].split(`
`).join(`
`+prefix),args.push(colorCode+"m+"+module2.exports.humanize(this.diff)+"\x1B[0m")}else args[0]=getDate()+name+" "+args[0]}function getDate(){return exports2.inspectOpts.
hideDate?"":new Date().toISOString()+" "}function log(...args){return process.stderr.write(util.formatWithOptions(exports2.inspectOpts,...args)+`
`)}function save(namespaces){namespaces?process.env.DEBUG=namespaces:delete process.env.DEBUG}function load2(){return process.env.DEBUG}function init(debug4){debug4.
inspectOpts={};let keys=Object.keys(exports2.inspectOpts);for(let i=0;i<keys.length;i++)debug4.inspectOpts[keys[i]]=exports2.inspectOpts[keys[i]]}module2.exports=
require_common2()(exports2);var{formatters}=module2.exports;formatters.o=function(v){return this.inspectOpts.colors=this.useColors,util.inspect(v,this.inspectOpts).
split(`
`).map(str=>str.trim()).join(" ")};formatters.O=function(v){return this.inspectOpts.colors=this.useColors,util.inspect(v,this.inspectOpts)}}});var require_src=__commonJS({"node_modules/debug/src/index.js"(exports2,module2){typeof process>"u"||process.type==="renderer"||process.browser===!0||process.__nwjs?
module2.exports=require_browser():module2.exports=require_node()}});var dist_exports={};__export(dist_exports,{SocksProxyAgent:()=>SocksProxyAgent});function parseSocksURL(url2){let lookup2=!1,type=5,host=url2.hostname,port=parseInt(
url2.port,10)||1080;switch(url2.protocol.replace(":","")){case"socks4":lookup2=!0,type=4;break;case"socks4a":type=4;break;case"socks5":lookup2=!0,type=5;break;case"\
socks":type=5;break;case"socks5h":type=5;break;default:throw new TypeError(`A "socks" protocol must be specified! Got: ${String(url2.protocol)}`)}let proxy={host,
port,type};return url2.username&&Object.defineProperty(proxy,"userId",{value:decodeURIComponent(url2.username),enumerable:!1}),url2.password!=null&&Object.defineProperty(
proxy,"password",{value:decodeURIComponent(url2.password),enumerable:!1}),{lookup:lookup2,proxy}}function omit(obj,...keys){let ret={},key;for(key in obj)keys.includes(
key)||(ret[key]=obj[key]);return ret}var import_socks,import_debug,dns,net2,tls,import_url,debug,setServernameFromNonIpHost,SocksProxyAgent,init_dist2=__esm({"n\
ode_modules/socks-proxy-agent/dist/index.js"(){import_socks=__toESM(require_build2(),1);init_dist();import_debug=__toESM(require_src(),1),dns=__toESM(require("dns"),1),
net2=__toESM(require("net"),1),tls=__toESM(require("tls"),1),import_url=require("url"),debug=(0,import_debug.default)("socks-proxy-agent"),setServernameFromNonIpHost=
options=>options.servername===void 0&&options.host&&!net2.isIP(options.host)?{...options,servername:options.host}:options;SocksProxyAgent=class extends Agent2{constructor(uri,opts){
super(opts);let url2=typeof uri=="string"?new import_url.URL(uri):uri,{proxy,lookup:lookup2}=parseSocksURL(url2);this.shouldLookup=lookup2,this.proxy=proxy,this.
proxyUrl=url2.href,this.timeout=opts?.timeout??null,this.socketOptions=opts?.socketOptions??null}async connect(req,opts){let{shouldLookup,proxy,timeout}=this;if(!opts.
host)throw new Error("No `host` defined!");let{host}=opts,{port,lookup:lookupFn=dns.lookup}=opts;shouldLookup&&(host=await new Promise((resolve6,reject)=>{lookupFn(
host,{},(err,address2)=>{err?reject(err):resolve6(typeof address2=="string"?address2:address2[0].address)})}));let socksOpts={proxy,destination:{host,port:typeof port==
"number"?port:parseInt(port,10)},command:"connect",timeout:timeout??void 0,socket_options:this.socketOptions??void 0},cleanup=tlsSocket=>{req.destroy(),socket.destroy(),
tlsSocket&&tlsSocket.destroy()};debug("Creating socks proxy connection: %o",socksOpts);let{socket}=await import_socks.SocksClient.createConnection(socksOpts);if(debug(
"Successfully created socks proxy connection"),req.emit("proxy",{proxy:this.proxyUrl,socket}),timeout!==null&&(socket.setTimeout(timeout),socket.on("timeout",()=>cleanup())),
opts.secureEndpoint){debug("Upgrading socket connection to TLS");let tlsSocket=tls.connect({...omit(setServernameFromNonIpHost(opts),"host","path","port"),socket});
return tlsSocket.once("error",error=>{debug("Socket TLS error",error.message),cleanup(tlsSocket)}),tlsSocket}return socket}};SocksProxyAgent.protocols=["socks",
"socks4","socks4a","socks5","socks5h"]}});function parseProxyResponse(socket){return new Promise((resolve6,reject)=>{let buffersLength=0,buffers=[];function read3(){let b=socket.read();b?ondata(b):socket.
once("readable",read3)}function cleanup(){socket.removeListener("end",onend),socket.removeListener("error",onerror),socket.removeListener("readable",read3)}function onend(){
cleanup(),debug2("onend"),reject(new Error("Proxy connection ended before receiving CONNECT response"))}function onerror(err){cleanup(),debug2("onerror %o",err),
reject(err)}function ondata(b){buffers.push(b),buffersLength+=b.length;let buffered=Buffer.concat(buffers,buffersLength),endOfHeaders=buffered.indexOf(`\r
\r
`);if(endOfHeaders===-1){debug2("have not received end of HTTP headers yet..."),read3();return}let headerParts=buffered.slice(0,endOfHeaders).toString("ascii").
split(`\r
`),firstLine=headerParts.shift();if(!firstLine)return socket.destroy(),reject(new Error("No header received from proxy CONNECT response"));let firstLineParts=firstLine.
split(" "),statusCode=+firstLineParts[1],statusText2=firstLineParts.slice(2).join(" "),headers3={};for(let header of headerParts){if(!header)continue;let firstColon=header.
indexOf(":");if(firstColon===-1)return socket.destroy(),reject(new Error(`Invalid header from proxy CONNECT response: "${header}"`));let key=header.slice(0,firstColon).
toLowerCase(),value=header.slice(firstColon+1).trimStart(),current=headers3[key];typeof current=="string"?headers3[key]=[current,value]:Array.isArray(current)?current.
push(value):headers3[key]=value}debug2("got proxy server response: %o %o",firstLine,headers3),cleanup(),resolve6({connect:{statusCode,statusText:statusText2,headers:headers3},
buffered})}socket.on("error",onerror),socket.on("end",onend),read3()})}var import_debug2,debug2,init_parse_proxy_response=__esm({"node_modules/https-proxy-agent\
/dist/parse-proxy-response.js"(){import_debug2=__toESM(require_src(),1),debug2=(0,import_debug2.default)("https-proxy-agent:parse-proxy-response")}});function createNegotiateAuth(){return async({response,scheme})=>{if(scheme.toLowerCase()!=="negotiate")throw new Error(`Expected Negotiate scheme but got "${scheme}\
"`);let kerberos;try{kerberos=await Promise.resolve().then(()=>__toESM(require("kerberos"),1))}catch{throw new Error('The "kerberos" package is required for Neg\
otiate proxy authentication. Install it with: npm install kerberos')}let proxyAuthenticate=response.headers["proxy-authenticate"]||"",challengeHeader=Array.isArray(
proxyAuthenticate)?proxyAuthenticate[0]:proxyAuthenticate,serverToken=typeof challengeHeader=="string"&&challengeHeader.includes(" ")?challengeHeader.split(" ").
slice(1).join(" "):void 0,token=await(await kerberos.initializeClient("HTTP@proxy",{mechOID:kerberos.GSS_MECH_OID_SPNEGO})).step(serverToken||"");if(!token)throw new Error(
"Kerberos client.step() returned no token");return{headers:{"Proxy-Authorization":`Negotiate ${token}`}}}}var init_dist3=__esm({"node_modules/proxy-agent-negoti\
ate/dist/index.js"(){}});var dist_exports2={};__export(dist_exports2,{HttpsProxyAgent:()=>HttpsProxyAgent});function resume(socket){setImmediate(()=>{socket.resume()})}function omit2(obj,...keys){
let ret={},key;for(key in obj)keys.includes(key)||(ret[key]=obj[key]);return ret}var net3,tls2,import_assert,import_debug3,import_url2,debug3,setServernameFromNonIpHost2,
HttpsProxyAgent,init_dist4=__esm({"node_modules/https-proxy-agent/dist/index.js"(){net3=__toESM(require("net"),1),tls2=__toESM(require("tls"),1),import_assert=__toESM(require("assert"),1),
import_debug3=__toESM(require_src(),1);init_dist();import_url2=require("url");init_parse_proxy_response();init_dist3();debug3=(0,import_debug3.default)("https-p\
roxy-agent"),setServernameFromNonIpHost2=options=>options.servername===void 0&&options.host&&!net3.isIP(options.host)?{...options,servername:options.host}:options,
HttpsProxyAgent=class extends Agent2{constructor(proxy,opts){super(opts),this.options={path:void 0},this.proxy=typeof proxy=="string"?new import_url2.URL(proxy):
proxy,this.proxyHeaders=opts?.headers??{},debug3("Creating new HttpsProxyAgent instance: %o",this.proxy.href),opts?.negotiate?this.onProxyAuth=createNegotiateAuth():
opts?.onProxyAuth&&(this.onProxyAuth=opts.onProxyAuth);let host=(this.proxy.hostname||this.proxy.host).replace(/^\[|\]$/g,""),port=this.proxy.port?parseInt(this.
proxy.port,10):this.proxy.protocol==="https:"?443:80;this.connectOpts={ALPNProtocols:["http/1.1"],...opts?omit2(opts,"headers","onProxyAuth","negotiate"):null,host,
port}}async connect(req,opts){let{proxy}=this;if(!opts.host)throw new TypeError('No "host" provided');let socket;proxy.protocol==="https:"?(debug3("Creating `tl\
s.Socket`: %o",this.connectOpts),socket=tls2.connect(setServernameFromNonIpHost2(this.connectOpts))):(debug3("Creating `net.Socket`: %o",this.connectOpts),socket=
net3.connect(this.connectOpts));let headers3=typeof this.proxyHeaders=="function"?this.proxyHeaders():{...this.proxyHeaders},host=net3.isIPv6(opts.host)?`[${opts.
host}]`:opts.host,payload=`CONNECT ${host}:${opts.port} HTTP/1.1\r
`;if(proxy.username||proxy.password){let auth=`${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;headers3["Proxy-Authorization"]=`Bas\
ic ${Buffer.from(auth).toString("base64")}`}headers3.Host=`${host}:${opts.port}`,headers3["Proxy-Connection"]||(headers3["Proxy-Connection"]=this.keepAlive?"Kee\
p-Alive":"close");for(let name of Object.keys(headers3))payload+=`${name}: ${headers3[name]}\r
`;let proxyResponsePromise=parseProxyResponse(socket);socket.write(`${payload}\r
`);let{connect:connect5,buffered}=await proxyResponsePromise;if(req.emit("proxyConnect",connect5),this.emit("proxyConnect",connect5,req),req.emit("proxy",{proxy:this.
proxy.href,socket}),connect5.statusCode===200)return req.once("socket",resume),opts.secureEndpoint?(debug3("Upgrading socket connection to TLS"),tls2.connect({...omit2(
setServernameFromNonIpHost2(opts),"host","path","port"),socket})):socket;if(connect5.statusCode===407&&this.onProxyAuth){debug3("Got 407 response, invoking onPr\
oxyAuth callback"),socket.destroy();let proxyAuthenticate=connect5.headers["proxy-authenticate"]||"",scheme=Array.isArray(proxyAuthenticate)?proxyAuthenticate[0].
split(/\s/)[0]:proxyAuthenticate.split(/\s/)[0],authResponse=await this.onProxyAuth({response:connect5,scheme});return this._connectWithAuth(req,opts,authResponse.
headers)}socket.destroy();let fakeSocket=new net3.Socket({writable:!1});return fakeSocket.readable=!0,req.once("socket",s=>{debug3("Replaying proxy buffer for f\
ailed request"),(0,import_assert.default)(s.listenerCount("data")>0),s.push(buffered),s.push(null)}),fakeSocket}async _connectWithAuth(req,opts,authHeaders){let{
proxy}=this,socket;proxy.protocol==="https:"?socket=tls2.connect(setServernameFromNonIpHost2(this.connectOpts)):socket=net3.connect(this.connectOpts);let headers3=typeof this.
proxyHeaders=="function"?this.proxyHeaders():{...this.proxyHeaders},host=net3.isIPv6(opts.host)?`[${opts.host}]`:opts.host,payload=`CONNECT ${host}:${opts.port}\
 HTTP/1.1\r
`;if(proxy.username||proxy.password){let auth=`${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;headers3["Proxy-Authorization"]=`Bas\
ic ${Buffer.from(auth).toString("base64")}`}Object.assign(headers3,authHeaders),headers3.Host=`${host}:${opts.port}`,headers3["Proxy-Connection"]||(headers3["Pr\
oxy-Connection"]=this.keepAlive?"Keep-Alive":"close");for(let name of Object.keys(headers3))payload+=`${name}: ${headers3[name]}\r
`;let proxyResponsePromise=parseProxyResponse(socket);socket.write(`${payload}\r
`);let{connect:connect5}=await proxyResponsePromise;if(req.emit("proxyConnect",connect5),this.emit("proxyConnect",connect5,req),connect5.statusCode===200)return req.
once("socket",resume),opts.secureEndpoint?(debug3("Upgrading socket connection to TLS"),tls2.connect({...omit2(setServernameFromNonIpHost2(opts),"host","path","\
port"),socket})):socket;throw socket.destroy(),new Error(`Proxy authentication failed with status ${connect5.statusCode} after retry`)}};HttpsProxyAgent.protocols=
["http","https"]}});async function proxyAgent(proxy,options={}){if(proxy.startsWith("socks")){let{SocksProxyAgent:SocksProxyAgent2}=await Promise.resolve().then(()=>(init_dist2(),dist_exports));
return new SocksProxyAgent2(proxy.replace(/^socks5:/,"socks5h:"),{keepAlive:options.keepAlive})}let{HttpsProxyAgent:HttpsProxyAgent2}=await Promise.resolve().then(()=>(init_dist4(),dist_exports2));
return new HttpsProxyAgent2(proxy,options)}var init_proxy_agent=__esm({"src/process/proxy-agent.ts"(){"use strict"}});async function getText(url2,headers3,{proxy,signal,timeout,most}){let secure=url2.protocol==="https:",{request:request2}=secure?await Promise.resolve().then(()=>__toESM(require("node:https"),1)):
await Promise.resolve().then(()=>__toESM(require("node:http"),1)),agent=proxy===null?null:await proxyAgent(proxy),late=AbortSignal.timeout(timeout),options={headers:{
...headers3},signal:AbortSignal.any([signal,late]),...agent?{agent}:{}};try{return await new Promise((resolve6,reject)=>{let sent=request2(url2,options,response=>{
let parts=[],size=0;response.on("data",part=>{size+=part.length,size>most?sent.destroy(new Error(`the answer has more than ${most} bytes`)):parts.push(part)}),response.
on("error",reject),response.on("end",()=>resolve6({status:response.statusCode??0,text:Buffer.concat(parts).toString()}))});sent.on("error",reject),sent.end()})}catch(error){
throw signal.throwIfAborted(),late.aborted?new Error(`no answer within ${timeout} ms`,{cause:error}):error}finally{agent?.destroy()}}var init_exchange=__esm({"s\
rc/gates/metrics/exchange.ts"(){"use strict";init_proxy_agent()}});function prometheus(server,options){return{async ask(query2){let url2=new URL(server.url);url2.pathname=`${url2.pathname.replace(/\/$/,"")}/api/v1/query`,url2.searchParams.
set("query",query2);let{headers:headers3,hide}=requestHeaders("metrics.headers",server.headers,options),cannot=why=>new CannotLook(`metrics server ${url2.host}:\
 ${hide(why,LONGEST_REASON)}`),{signal,proxy}=options,limits2={timeout:server.timeout,most:MOST_BYTES},answer3=await getText(url2,{accept:"application/json",...headers3},
{...limits2,signal,proxy:proxy(url2)}).catch(error=>{throw signal.throwIfAborted(),cannot(messageOf(error))});return numberOf2(answer3,cannot)}}}function numberOf2({
text:text3,status:status2},cannot){let reply=null;try{reply=JSON.parse(text3)}catch{}if(reply?.status==="error")throw cannot(`${reply.errorType??"error"}: ${reply.
error??"no reason given"}`);if(status2!==200)throw cannot(`HTTP ${status2}${hint2(status2)}`);let{resultType,result}=reply?.data??{};if(reply?.status!=="success"||
!Array.isArray(result))throw cannot(`no answer of a Prometheus API: ${text3.slice(0,100)}`);if(resultType==="scalar")return finite2(result[1]);if(resultType!=="\
vector")throw cannot(`the query gives a ${String(resultType)}; expected one number: take its last value, or an aggregate over time`);if(result.length>1)throw cannot(
`the query gives ${result.length} series; expected one: put sum(...), max(...) or the like around it`);let[series]=result;return series===void 0?null:finite2(series.
value?.[1])}function hint2(status2){return status2===401||status2===403?"; its credentials go into metrics.headers, as { env: NAME }":status2===404?"; metrics.u\
rl is the part before /api/v1/query":status2>=300&&status2<400?", a redirect; write the address that it leads to":""}function finite2(value){let number2=typeof value==
"string"?Number(value.replace(/Inf$/,"Infinity")):NaN;return Number.isNaN(number2)?null:number2}var MOST_BYTES,LONGEST_REASON,init_prometheus=__esm({"src/gates/\
metrics/prometheus.ts"(){"use strict";init_errors();init_cannot_look();init_request_headers();init_exchange();MOST_BYTES=1e6,LONGEST_REASON=300}});function parseAddress(text3,defaultPort){let parts=/^\[([^\]]+)\](?::(\d+))?$/.exec(text3)??/^([^:\s]+)(?::(\d+))?$/.exec(text3)??/^([0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*)$/i.
exec(text3),port=parts?.[2]===void 0?defaultPort:Number(parts[2]);if(parts===null||port<1||port>65535)throw new CannotLook(`traffic.resolve: ${text3} is no addr\
ess, expected IP or IP:PORT, like 10.0.0.7:8080`);return addressOf(parts[1],port)}function addressOf(host,port){return{host,port,text:host.includes(":")?`[${host}\
]:${port}`:`${host}:${port}`}}function withoutDoubles(addresses){return[...new Map(addresses.map(address2=>[address2.text,address2])).values()]}var init_address=__esm(
{"src/gates/traffic/address.ts"(){"use strict";init_cannot_look()}});function connector(url2,ca,dial2=dialTcp){if(url2.protocol!=="https:")return dial2;if(ca!==null&&!ca.includes("-----BEGIN CERTIFICATE-----"))throw new SyntaxError(
"the file holds no certificate, expected PEM with -----BEGIN CERTIFICATE-----");let name=url2.hostname.replace(/^\[|\]$/g,""),secureContext=(0,import_node_tls.createSecureContext)(
ca===null?{}:{ca});return async(address2,signal)=>secured(await dial2(address2,signal),name,secureContext,signal)}function dialTcp(address2,signal){let socket=(0,import_node_net.connect)(
{host:address2.host,port:address2.port,noDelay:!0});return once(socket,"connect",signal)}function secured(raw,name,secureContext,signal){let socket=(0,import_node_tls.connect)(
{socket:raw,secureContext,servername:(0,import_node_net.isIP)(name)===0?name:void 0,ALPNProtocols:["http/1.1"],checkServerIdentity:(_,certificate)=>(0,import_node_tls.checkServerIdentity)(
name,certificate)});return socket.once("close",()=>raw.destroy()),once(socket,"secureConnect",signal)}function once(socket,event,signal){return new Promise((resolve6,reject)=>{
let settle2=()=>{signal.removeEventListener("abort",stop),socket.off("error",fail).off("close",closed)},fail=error=>{settle2(),socket.on("error",()=>{}),socket.
destroy(),reject(error)},closed=()=>fail(Object.assign(new Error("connection closed while it was opened"),{code:"ECONNRESET"})),stop=()=>fail(signal.reason);if(signal.
aborted)return stop();signal.addEventListener("abort",stop,{once:!0}),socket.once("error",fail).once("close",closed),socket.once(event,()=>{settle2(),resolve6(socket)})})}
var import_node_net,import_node_tls,init_connection=__esm({"src/gates/traffic/connection.ts"(){"use strict";import_node_net=require("node:net"),import_node_tls=
require("node:tls")}});async function exchange2(options){options.signal?.throwIfAborted();let stop=new AbortController,cancel=()=>stop.abort(options.signal?.reason);options.signal?.addEventListener(
"abort",cancel,{once:!0});let timer=setTimeout(()=>stop.abort(new TimeoutReached(options.timeout)),options.timeout),opened=null,since=()=>opened===null?0:performance.
now()-opened;try{if(options.agent===null){let socket=await options.connect(stop.signal);return opened=performance.now(),{response:await answerOn(options,stop.signal,
{createConnection:()=>socket}).finally(()=>socket.destroy()),failure:null,reached:!0,ms:since()}}return opened=performance.now(),{response:await answerOn(options,
stop.signal,{agent:options.agent}),failure:null,reached:!0,ms:since()}}catch(error){options.signal?.throwIfAborted();let reason=stop.signal.aborted?stop.signal.
reason:error;return{response:null,failure:failureOf(reason,opened!==null),reached:opened!==null,ms:since()}}finally{clearTimeout(timer),options.signal?.removeEventListener(
"abort",cancel)}}function answerOn(options,signal,connection){return new Promise((resolve6,reject)=>{if(signal.aborted)return reject(signal.reason);let req=(0,import_node_http.request)(
{method:options.method,path:options.path,headers:{...options.headers},setHost:!1,...connection}),complete=!1,stop=()=>req.destroy(new Cut("stopped"));signal.addEventListener(
"abort",stop,{once:!0}),req.once("close",()=>{signal.removeEventListener("abort",stop),complete||reject(new Cut("connection closed before the answer was complet\
e"))}),req.once("error",reject),req.once("response",res=>{let chunks=[],size=0;res.on("data",chunk=>{size+=chunk.length,size>MAX_BODY?req.destroy(new TooLong):chunks.
push(chunk)}),res.once("error",reject),res.once("end",()=>{complete=!0,resolve6({status:res.statusCode??0,headers:res.headers,body:Buffer.concat(chunks).toString(
"utf8")})})}),req.end(options.body??void 0)})}function failureOf(error,reached){let{code:code2="",message:text3}=partsOf(error);if(error instanceof TimeoutReached)
return{kind:reached?"timeout":"connect-timeout",text:text3};if(error instanceof TooLong)return{kind:"too-long",text:text3};if(error instanceof Cut)return{kind:"\
reset",text:text3};if(code2.startsWith("HPE_"))return{kind:"not-http",text:`the answer is no HTTP/1.1: ${text3}`};let other=reached?"failed":/TLS|SSL|CERT|VERIFY|SIGNED/.
test(code2)?"tls":"unreachable";return{kind:KINDS[code2]??other,text:code2===""||text3.includes(code2)?text3:`${text3} (${code2})`}}function partsOf(error){return typeof error!=
"object"||error===null?{message:String(error)}:{code:"code"in error?String(error.code):void 0,message:"message"in error?String(error.message):"failed"}}var import_node_http,
MAX_BODY,TimeoutReached,Cut,TooLong,KINDS,init_exchange2=__esm({"src/gates/traffic/exchange.ts"(){"use strict";import_node_http=require("node:http"),MAX_BODY=4*
1024*1024;TimeoutReached=class extends Error{constructor(timeout){super(`no answer within ${timeout} ms`)}},Cut=class extends Error{},TooLong=class extends Error{constructor(){
super(`answer of more than ${MAX_BODY/1024/1024} MiB`)}},KINDS={ECONNREFUSED:"refused",ECONNRESET:"reset",EPIPE:"reset",ETIMEDOUT:"unreachable",EHOSTUNREACH:"un\
reachable",ENETUNREACH:"unreachable",ENOTFOUND:"dns",EAI_AGAIN:"dns",EPROTO:"tls"}}});function judge(traffic2,versions,clean){let sideOf=identifier(traffic2.identify,versions),wanted=traffic2.answer.body===null?null:new RegExp(traffic2.answer.body),
unwanted=traffic2.answer.notBody===null?null:new RegExp(traffic2.answer.notBody);return({response,failure:failure2})=>{if(response===null){let{kind,text:text3}=failure2??
{kind:"failed",text:"no answer"};return{version:null,good:!1,status:null,error:clean(text3),kind}}let{status:status2,body:body2}=response,side=sideOf(response),
bad=(kind,text3)=>({version:side.key,good:!1,status:status2,error:clean(text3),kind});return traffic2.answer.status.some(({from:from2,to})=>status2>=from2&&status2<=
to)?wanted!==null&&!wanted.test(body2)?bad("body",`body does not match ${wanted.source}: ${body2}`):unwanted?.test(body2)===!0?bad("body",`body matches ${unwanted.
source}: ${body2}`):side.key===null?bad(side.problem,side.found):{version:side.key,good:!0,status:status2,error:null,kind:null}:bad(String(status2),`HTTP ${status2}\
: ${body2}`)}}var init_judge2=__esm({"src/gates/traffic/judge.ts"(){"use strict";init_identify()}});function createProber(traffic2,options){let agents=new Map,preparing=null,prepared=()=>preparing??=prepare2(traffic2,options);async function send2({address:address2,
fresh,extraHeaders,path:path12,body:body2,signal}){let{connect:connect5,...ready2}=await prepared(),result=await exchange2({connect:stop=>connect5(address2,stop),
agent:fresh||options.dial!==void 0?null:agentFor(address2,connect5),method:traffic2.method,path:path12??ready2.path,headers:{...ready2.headers,...body2&&{"conte\
nt-length":String(body2.length)},...extraHeaders},body:body2??ready2.body,timeout:traffic2.timeout,signal});return{...ready2.judge(result),address:address2.text,
ms:result.ms,reached:result.reached,body:result.response?.body??null}}function agentFor(address2,connect5){let known2=agents.get(address2.text);if(known2!==void 0)
return known2;let agent=new import_node_http2.Agent({keepAlive:!0});return agent.createConnection=(_,done2)=>{connect5(address2,AbortSignal.timeout(traffic2.timeout)).
then(socket=>done2?.(null,socket),error=>done2?.(error instanceof Error?error:new Error(String(error)),void 0))},agents.set(address2.text,agent),agent}async function measure(measurement){
let{n,addresses,signal,onProgress,enough,extraHeaders,path:path12}=measurement;if(addresses.length===0)throw new CannotLook("no address to send requests to");let builder=sampleBuilder(
performance.now()),concurrency=Math.min(n,measurement.concurrency??CONCURRENCY3),step=Math.max(concurrency,Math.floor(n/100)),started2=0,done2=0,stopped=!1,worker=async()=>{
for(;started2<n&&!stopped;){let i=started2++,address2=addresses[i%addresses.length];builder.add(await send2({address:address2,fresh:i<MAX_FRESH,extraHeaders,path:path12,
signal})),done2++,!(done2%step!==0&&done2!==n)&&(onProgress?.(done2,n),enough?.(builder.sample(performance.now()))===!0&&(stopped=!0))}},workers=Array.from({length:concurrency},
()=>worker().catch(error=>{throw stopped=!0,error}));return await Promise.all(workers),builder.sample(performance.now())}return{addresses:async()=>withoutDoubles(
await(options.addresses??(()=>addressesOf(traffic2,options.dial!==void 0)))()),send:send2,measure,close:()=>{for(let agent of agents.values())agent.destroy();agents.
clear()}}}async function addressesOf(traffic2,dialled){let url2=urlOf(traffic2),port=Number(url2.port||(url2.protocol==="https:"?443:80)),host=url2.hostname.replace(
/^\[|\]$/g,"");if(dialled)return[addressOf(host,port)];if(traffic2.resolve.length>0)return traffic2.resolve.map(text3=>parseAddress(text3,port));try{let{lookup:lookup2}=await Promise.resolve().then(()=>__toESM(require("node:dns/promises"),1));
return(await lookup2(host,{all:!0,verbatim:!0})).map(found=>addressOf(found.address,port))}catch(error){throw new CannotLook(`traffic.url: ${host} has no addres\
s (${messageOf(error)}); list the gateway's addresses in traffic.resolve`,{cause:error})}}async function prepare2(traffic2,options){let url2=urlOf(traffic2),ca=traffic2.
ca===null?null:Buffer.from(await read(options,"traffic.ca",traffic2.ca)).toString(),body2=await bodyOf(traffic2,options),{headers:given2,hide}=requestHeaders("t\
raffic.headers",traffic2.headers,options),headers3={host:url2.host,"accept-encoding":"identity"};return body2!==null&&(headers3["content-length"]=String(body2.length),
headers3["content-type"]=isJson(body2)?"application/json":"application/octet-stream"),{connect:attempt("traffic.ca",()=>connector(url2,ca,options.dial)),headers:{
...headers3,...given2},path:url2.pathname+url2.search,body:body2,judge:attempt("traffic",()=>judge(traffic2,options.versions,text3=>hide(text3)))}}function urlOf(traffic2){
let url2=attempt("traffic.url",()=>new URL(traffic2.url));if(url2.protocol!=="http:"&&url2.protocol!=="https:")throw new CannotLook(`traffic.url: ${traffic2.url}\
 is no http:// or https:// address`);return url2}async function bodyOf(traffic2,options){return traffic2.body===null?null:traffic2.body.kind==="text"?Buffer.from(
traffic2.body.text):await read(options,"traffic.body",traffic2.body.path)}async function read(options,field2,path12){try{return await options.readFile(path12)}catch(error){
throw new CannotLook(`${field2}: ${path12} cannot be read: ${messageOf(error)}`,{cause:error})}}function isJson(body2){try{return JSON.parse(Buffer.from(body2).
toString()),!0}catch{return!1}}function attempt(field2,make){try{return make()}catch(error){throw new CannotLook(`${field2}: ${messageOf(error)}`,{cause:error})}}
var import_node_http2,CONCURRENCY3,MAX_FRESH,init_prober=__esm({"src/gates/traffic/prober.ts"(){"use strict";import_node_http2=require("node:http");init_errors();
init_address();init_connection();init_exchange2();init_judge2();init_cannot_look();init_request_headers();init_sample();CONCURRENCY3=16,MAX_FRESH=1e4}});function proxiesOf(env){let either=name=>env[name]??env[name.toLowerCase()],[https,http2,noProxy]=[either("HTTPS_PROXY"),either("HTTP_PROXY"),either("NO_PROXY")];
return{...https?{https}:{},...http2?{http:http2}:{},...noProxy?{noProxy}:{}}}function proxyFor(server,configured,environment={}){if(configured)return configured;
let proxy=(server.protocol==="https:"?environment.https:environment.http)?.trim();if(!proxy)return null;let host=bareHost(server);if(host==="localhost"||isLoopback(
host))return null;let port=server.port||(server.protocol==="https:"?"443":"80");return(environment.noProxy??"").split(",").some(rule2=>matches2(rule2.trim().toLowerCase(),
host,port))?null:/^[a-z0-9]+:\/\//i.test(proxy)?proxy:`http://${proxy}`}function redactProxy(proxy){if(!URL.canParse(proxy))return"proxy";let{protocol,host}=new URL(
proxy);return`${protocol}//${host}`}function bareHost(server){return server.hostname.replace(/^\[|\]$/g,"").toLowerCase()}function isLoopback(host){return host===
"::1"||(0,import_node_net2.isIP)(host)===4&&host.startsWith("127.")}function matches2(rule2,host,port){if(rule2==="")return!1;if(rule2==="*")return!0;if(rule2.includes(
"/"))return inNetwork(rule2,host);let withPort=/^(.*?):(\d+)$/.exec(rule2);if(withPort&&(0,import_node_net2.isIP)(rule2)===0)return withPort[2]===port&&matches2(
withPort[1].replace(/^\[|\]$/g,""),host,port);if((0,import_node_net2.isIP)(rule2))return rule2===host;let domain=rule2.replace(/^\*?\./,"");return host.endsWith(
`.${domain}`)?!0:domain===rule2&&host===domain}function inNetwork(rule2,host){let[address2="",bits=""]=rule2.split("/"),family=(0,import_node_net2.isIP)(address2);
if(family===0||(0,import_node_net2.isIP)(host)!==family||!/^\d+$/.test(bits)||Number(bits)>(family===4?32:128))return!1;let type=family===4?"ipv4":"ipv6",list2=new import_node_net2.BlockList;
return list2.addSubnet(address2,Number(bits),type),list2.check(host,type)}var import_node_net2,init_proxy=__esm({"src/process/proxy.ts"(){"use strict";import_node_net2=
require("node:net")}});var systemClock,init_clock=__esm({"src/process/clock.ts"(){"use strict";systemClock={now:()=>performance.now(),timestamp:()=>new Date().toISOString(),sleep:(ms,signal)=>new Promise(
(resolve6,reject)=>{if(signal?.aborted)return reject(signal.reason);let stop=()=>{clearTimeout(timer),reject(signal?.reason)},timer=setTimeout(()=>{signal?.removeEventListener(
"abort",stop),resolve6()},ms);signal?.addEventListener("abort",stop,{once:!0})})}}});function configError(file2,where,text3,cause){return new KubeError("config",`${file2}: ${where?`${where}: `:""}${text3}`,{cause})}function isMapping(value){return typeof value==
"object"&&value!==null&&!Array.isArray(value)}function typeName(value){return Array.isArray(value)?"a list":typeof value=="object"?"a mapping":`the ${typeof value}\
 ${JSON.stringify(value)}`}function fieldsOf(value,file2,where){if(!isMapping(value))throw configError(file2,where,`expected a mapping, got ${typeName(value)}`);
let mapping2=value,at3=name=>where?`${where}.${name}`:name,problem=(name,text3,cause)=>configError(file2,at3(name),text3,cause),read3=name=>mapping2[name]??null;
function items(name){let found=read3(name);if(found===null)return[];if(!Array.isArray(found))throw problem(name,`expected a list, got ${typeName(found)}`);return found}
return{file:file2,where,problem,raw:name=>mapping2[name],names:()=>Object.keys(mapping2),string(name){let found=read3(name);if(found===null||found==="")return null;
if(typeof found!="string")throw problem(name,`expected text, got ${typeName(found)}; put it in quotes`);return found},boolean(name){let found=read3(name);if(found===
null)return!1;if(typeof found!="boolean")throw problem(name,`expected true or false, got ${typeName(found)}`);return found},strings(name){return items(name).map(
(item,index)=>{if(typeof item!="string")throw problem(`${name}[${index}]`,`expected text, got ${typeName(item)}`);return item})},fields(name){let found=read3(name);
return found===null?null:fieldsOf(found,file2,at3(name))},list(name){return items(name).map((item,index)=>fieldsOf(item,file2,at3(`${name}[${index}]`)))}}}var init_config_fields=__esm(
{"src/kube/config-fields.ts"(){"use strict";init_client()}});function parseStatus(body2){let value;try{value=JSON.parse(body2)}catch{return null}if(!isMapping(value)||value.kind!=="Status")return null;let details=isMapping(
value.details)?value.details:{},causes=Array.isArray(details.causes)?details.causes.filter(isMapping):[];return{reason:typeof value.reason=="string"?value.reason:
"",message:typeof value.message=="string"?value.message:"",namesObject:"name"in details||causes.some(cause=>"field"in cause),causes:causes.map(cause=>cause.message).
filter(text3=>typeof text3=="string")}}function wasNotProcessed(answer3){return answer3.status>=500&&(parseStatus(answer3.body)?.message.includes("failed callin\
g webhook")??!1)}function isApiNotFound(answer3){return answer3.status===404&&(parseStatus(answer3.body)!==null||/^404 page not found\s*$/.test(answer3.body))}function errorFromAnswer(intent,answer3,origin){
let status2=parseStatus(answer3.body),code2=codeOf(intent,answer3,status2),text3=`${shorten(textOf3(answer3,status2))}${hintOf(code2,intent,status2,origin)}`;return new KubeError(
code2,`${intent.verb} ${intent.what}: ${text3}`,{status:answer3.status,ambiguous:intent.write&&answer3.status>=500&&!wasNotProcessed(answer3)})}function codeOf(intent,{
status:http2},status2){let message=status2?.message??"";if(http2<500&&DENIED.test(message))return"invalid";switch(http2){case 401:return"unauthorized";case 403:
return"forbidden";case 404:return"not-found";case 408:return"timeout";case 409:return status2?.reason==="AlreadyExists"?"already-exists":"conflict";case 422:return isFailedTest(
intent,status2)?"conflict":"invalid";case 429:return"throttled";default:return http2>=400&&http2<500?"invalid":"server"}}function isFailedTest({testedPatch},status2){
return testedPatch===!0&&status2!==null&&!status2.namesObject}function textOf3(answer3,status2){if(status2&&status2.message!==""){let causes=status2.causes.filter(
cause=>!status2.message.includes(cause));return[status2.message,...causes].join("; ")}if(answer3.status>=200&&answer3.status<300)return"the answer is no Kuberne\
tes object; is this an API server?";let body2=answer3.body.trim().replace(/\s+/g," ").slice(0,300);return`HTTP ${answer3.status}${body2?`: ${body2}`:""}`}function shorten(text3){
return text3.length<=3e3?text3:`${text3.slice(0,500)} … ${text3.slice(-1500)}`}function hintOf(code2,intent,status2,origin){switch(code2){case"unauthorized":return`\
 (the API server does not accept the credentials of ${origin}; they may have expired: log in again)`;case"forbidden":return permissionHint(intent,status2);case"\
throttled":return" (the API server is overloaded, and stayed so through all retries)";case"conflict":return status2?.reason==="Invalid"&&isFailedTest(intent,status2)?
" (a test of the patch failed: somebody changed the object in between)":"";case"not-found":return status2?"":" (does the server know this kind? Its CRD may not \
be installed)";default:return""}}function permissionHint({rbac},status2){if(!rbac||!/\bcannot \w+ (resource|path)\b/.test(status2?.message??""))return"";let rule2=`\
apiGroups ["${rbac.group}"], resources ["${rbac.resource}"], verbs [${rbac.verbs.map(v=>`"${v}"`).join(", ")}]`;return` (missing RBAC rule in ${rbac.namespace?`\
a Role in namespace ${rbac.namespace}`:"a ClusterRole"}: ${rule2})`}var DENIED,init_api_error=__esm({"src/kube/api-error.ts"(){"use strict";init_config_fields();
init_client();DENIED=/\bdenied (the )?request\b/}});function pluginCommand(command,args,environment,platform3,exists2=import_node_fs2.existsSync){if(platform3!=="win32")return{file:command,args,windowsVerbatimArguments:!1};
let file2=findOnWindows(command,environment,exists2);return file2===null?null:/\.(cmd|bat)$/i.test(file2)?batchCommand(file2,args,environment):{file:file2,args,
windowsVerbatimArguments:!1}}function findOnWindows(command,environment,exists2){let value=name=>Object.entries(environment).find(([key])=>key.toUpperCase()===name)?.[1]??
"",extensions=(value("PATHEXT")||".COM;.EXE;.BAT;.CMD").split(";").filter(Boolean),endings=extensions.some(extension2=>command.toLowerCase().endsWith(extension2.
toLowerCase()))?[""]:extensions,directories=/[\\/]/.test(command)?[""]:value("PATH").split(";").filter(Boolean);for(let directory of directories)for(let ending2 of endings){
let path12=import_node_path4.win32.join(directory,command+ending2);if(exists2(path12))return path12}return null}function batchCommand(file2,args,environment){let unsafe=[
file2,...args].find(text3=>UNSAFE_FOR_CMD.test(text3));if(unsafe!==void 0)throw new Error(`${file2} is a batch file and "${unsafe}" cannot be passed to one; nam\
e an .exe as command`);let shell=environment.ComSpec??environment.COMSPEC??"cmd.exe",line2=[file2,...args].map(text3=>`"${text3}"`).join(" ");return{file:shell,
args:["/d","/s","/c",`"${line2}"`],windowsVerbatimArguments:!0}}var import_node_fs2,import_node_path4,UNSAFE_FOR_CMD,init_plugin_command=__esm({"src/kube/plugin\
-command.ts"(){"use strict";import_node_fs2=require("node:fs"),import_node_path4=require("node:path");UNSAFE_FOR_CMD=/["%!^&|<>()\r\n]/}});var exec_credential_exports={};__export(exec_credential_exports,{runExecPlugin:()=>runExecPlugin});async function runExecPlugin(plugin,environment,signal){let stdout=await run2(
plugin,childEnvironment(plugin,environment),signal);return parseCredential(stdout,plugin)}function childEnvironment(plugin,environment){let own2={};for(let{name,
value}of plugin.env)own2[name]=value;return own2.KUBERNETES_EXEC_INFO=JSON.stringify({apiVersion:plugin.apiVersion,kind:"ExecCredential",spec:{interactive:!1,cluster:plugin.
cluster??void 0}}),{...environment,...own2}}function run2(plugin,environment,signal){return new Promise((resolve6,reject)=>{let fail=(text3,cause)=>reject(new KubeError(
"config",`${plugin.where}: ${text3}`,{cause})),command;try{command=pluginCommand(plugin.command,plugin.args,environment,process.platform)}catch(error){return fail(
messageOf(error),error)}if(command===null)return fail(notFound(plugin));let{file:file2,args,windowsVerbatimArguments}=command,child3=(0,import_node_child_process.execFile)(
file2,args,{env:{...environment},timeout:PLUGIN_TIMEOUT,killSignal:"SIGKILL",maxBuffer:4*1024*1024,windowsHide:!0,windowsVerbatimArguments,signal},(error,stdout,stderr)=>{
if(!error)return resolve6(stdout);if(signal?.aborted)return reject(signal.reason);if(error.code==="ENOENT")return fail(notFound(plugin),error);fail(`exec plugin\
 "${commandLine(plugin)}" failed: ${ending(error)}${lastLines(stderr)}`,error)});child3.stdin?.on("error",()=>{}),child3.stdin?.end()})}function notFound(plugin){
let hint3=plugin.installHint?.trim()??"install it, or put it into PATH of this process";return`exec plugin "${plugin.command}" not found: ${hint3}`}function ending(error){
return typeof error.code=="number"?`exit code ${error.code}`:error.code==="ERR_CHILD_PROCESS_STDIO_MAXBUFFER"?"it printed too much":error.killed?`no answer with\
in ${PLUGIN_TIMEOUT/1e3}s`:error.signal?`killed by ${error.signal}`:error.code??error.message}function lastLines(stderr){let lines=stderr.trim().split(/\r?\n/).
slice(-5).join(`
`);return lines===""?" (nothing on stderr)":`:
${lines.slice(-2e3)}`}function commandLine(plugin){let shown3=plugin.args.map((arg,index)=>{if(SECRET_FLAG.test(arg)&&arg.includes("="))return`${arg.slice(0,arg.
indexOf("="))}=***`;let before=plugin.args[index-1]??"";return SECRET_FLAG.test(before)&&!before.includes("=")&&!arg.startsWith("-")?"***":arg});return[plugin.command,
...shown3].join(" ")}function parseCredential(stdout,plugin){let bad=text4=>new KubeError("config",`${plugin.where}: exec plugin "${commandLine(plugin)}" ${text4}`),
value;try{value=JSON.parse(stdout)}catch{throw bad(`printed ${stdout.trim()===""?"nothing":"no JSON"}; expected an ExecCredential`)}if(!isMapping(value)||value.
kind!=="ExecCredential")throw bad("printed JSON that is no ExecCredential");if(value.apiVersion!==plugin.apiVersion)throw bad(`answered in ${JSON.stringify(value.
apiVersion)}, but the kubeconfig says ${plugin.apiVersion}; make them equal`);let status2=value.status;if(!isMapping(status2))throw bad("printed an ExecCredenti\
al without status");let text3=name=>typeof status2[name]=="string"&&status2[name]!==""?status2[name]:null,token=text3("token"),cert=text3("clientCertificateData"),
key=text3("clientKeyData");if(cert===null!=(key===null))throw bad("printed a certificate without its key, or a key without certificate");let clientCertificate=cert!==
null&&key!==null?{cert,key}:null;if(token===null&&!clientCertificate)throw bad("printed neither a token nor a client certificate");if(token!==null&&/[^\x21-\x7e]/.
test(token))throw bad("printed a token with characters that no token has");let expiry=text3("expirationTimestamp"),expires=expiry===null?null:Date.parse(expiry);
if(Number.isNaN(expires))throw bad(`printed an expirationTimestamp that is no time: ${expiry}`);return{token,clientCertificate,expires}}var import_node_child_process,
PLUGIN_TIMEOUT,SECRET_FLAG,init_exec_credential=__esm({"src/kube/exec-credential.ts"(){"use strict";import_node_child_process=require("node:child_process");init_errors();
init_client();init_config_fields();init_plugin_command();PLUGIN_TIMEOUT=6e4;SECRET_FLAG=/^-.*(secret|password|token|certificate|key)/i}});function createCredentials(config,options){let{login,clientCertificate}=config,secret2=options.secrets??(()=>{});switch(clientCertificate&&secret2(clientCertificate.
key),login.kind){case"none":return fixed({authorization:null,clientCertificate});case"token":return secret2(login.token),fixed({authorization:`Bearer ${login.token}`,
clientCertificate});case"basic":{let pair=Buffer.from(`${login.username}:${login.password}`).toString("base64");return secret2(login.password),secret2(pair),fixed(
{authorization:`Basic ${pair}`,clientCertificate})}case"token-file":return fromFile(login.path,login.fallback,clientCertificate,secret2);case"exec":return fromPlugin(
login.plugin,clientCertificate,options)}}function fixed(credentials){return{current:async()=>credentials,renew:async()=>null}}function fromFile(path12,fallback,clientCertificate,secret2){
let last=fallback;last!==null&&secret2(last);async function current(){let problem=null;try{let text3=(await(0,import_promises4.readFile)(path12,"utf8")).trim();
text3!==""&&!/[^\x21-\x7e]/.test(text3)?(text3!==last&&secret2(text3),last=text3):problem=new Error("is empty or contains characters that no token has")}catch(error){
problem=error}if(last===null)throw new KubeError("config",`token file ${path12}: ${messageOf(problem)}`,{cause:problem});return{authorization:`Bearer ${last}`,clientCertificate}}
return{current,async renew(refused3){let next=await current();return next.authorization===refused3.authorization?null:next}}}function fromPlugin(plugin,clientCertificate,{
clock,environment,signal,secrets}){let held=null,asking=null;async function ask4(){let{runExecPlugin:runExecPlugin2}=await Promise.resolve().then(()=>(init_exec_credential(),exec_credential_exports)),
answer3=await runExecPlugin2(plugin,environment,signal);answer3.token!==null&&secrets?.(answer3.token),answer3.clientCertificate&&secrets?.(answer3.clientCertificate.
key);let credentials={authorization:answer3.token===null?null:`Bearer ${answer3.token}`,clientCertificate:answer3.clientCertificate??clientCertificate};return held=
{credentials,expires:answer3.expires},credentials}function askOnce(){return asking??=ask4().finally(()=>{asking=null}),asking}return{async current(){let now=Date.
parse(clock.timestamp());return held&&(held.expires===null||held.expires-EXPIRY_MARGIN>now)?held.credentials:askOnce()},async renew(refused3){return held&&held.
credentials!==refused3?held.credentials:askOnce()}}}var import_promises4,EXPIRY_MARGIN,init_credentials=__esm({"src/kube/credentials.ts"(){"use strict";import_promises4=
require("node:fs/promises");init_errors();init_client();EXPIRY_MARGIN=1e4}});function isRetryable(write2,failure2){switch(failure2.kind){case"status":return failure2.status===429?!0:TRANSIENT_STATUS.has(failure2.status)&&(!write2||failure2.
notProcessed);case"network":return failure2.transient&&(!write2||!failure2.sent);case"timeout":return!write2||!failure2.sent}}function retryDelay(policy,state){
if(state.tried>=policy.attempts)return null;let backoff=Math.min(policy.maxDelay,policy.firstDelay*2**(state.tried-1)),delay=Math.max(backoff*(.5+state.random/2),
state.retryAfter??0);return state.elapsed+delay>policy.total?null:delay}function parseRetryAfter(header,now){let text3=header?.trim();if(!text3)return null;if(/^\d+$/.
test(text3))return Number(text3)*1e3;let date=Date.parse(text3);return Number.isNaN(date)?null:Math.max(0,date-now)}var DEFAULT_RETRIES,TRANSIENT_STATUS,init_retry=__esm(
{"src/kube/retry.ts"(){"use strict";DEFAULT_RETRIES={attempts:6,total:6e4,firstDelay:200,maxDelay:5e3},TRANSIENT_STATUS=new Set([500,502,503,504])}});function createTransport(config,proxy){let base=new URL(config.server),secure=base.protocol==="https:",closing=new AbortController,agent=null;function connectOptions(credentials){
let options={protocol:base.protocol,hostname:base.hostname.replace(/^\[|\]$/g,""),port:base.port||(secure?443:80)};return secure&&(config.ca!==null&&(options.ca=
config.ca),config.serverName!==null&&(options.servername=config.serverName),config.insecure&&(options.rejectUnauthorized=!1),credentials.clientCertificate&&(options.
cert=credentials.clientCertificate.cert,options.key=credentials.clientCertificate.key)),options}async function createAgent2(){let kept={keepAlive:!0,keepAliveMsecs:15e3,
timeout:IDLE_TIMEOUT};if(proxy)return proxyAgent(proxy,{...kept,signal:closing.signal});let{Agent:Agent4}=secure?await Promise.resolve().then(()=>__toESM(require("node:https"),1)):
await Promise.resolve().then(()=>__toESM(require("node:http"),1));return new Agent4(kept)}return{async exchange(request2){let{request:open2}=secure?await Promise.resolve().then(()=>__toESM(require("node:https"),1)):
await Promise.resolve().then(()=>__toESM(require("node:http"),1));agent??=createAgent2();let options={...connectOptions(request2.credentials),agent:await agent,
method:request2.method,path:base.pathname.replace(/\/$/,"")+request2.path,headers:requestHeaders2(request2)};return exchangeOnce(()=>open2(options),request2,{secure,
proxy})},async connection(credentials){return{options:connectOptions(credentials),agent:proxy?await proxyAgent(proxy,{signal:closing.signal}):void 0}},close(){closing.
abort(),agent?.then(opened=>opened.destroy()).catch(()=>{}),agent=null}}}function requestHeaders2({headers:headers3,body:body2,credentials}){let all2={};for(let[
name,value]of Object.entries(headers3))all2[name]=typeof value=="string"?value:[...value];return credentials.authorization!==null&&(all2.authorization=credentials.
authorization),body2!==null&&(all2["content-length"]=String(body2.length)),all2}function exchangeOnce(open2,{method,body:body2,timeout,beforeSend,signal},{secure,
proxy}){return new Promise((resolve6,reject)=>{if(signal?.aborted)return reject(signal.reason);let sent=!1,settled=!1,request2=open2();function settle2(act){settled||
(settled=!0,clearTimeout(timer),signal?.removeEventListener("abort",onAbort),act())}function fail(error){settle2(()=>{reject(error),request2.destroy()})}let lost2=error=>fail(
new ExchangeFailure("network",networkMessage(error,proxy),{sent,transient:!PERMANENT.test(error.code??""),cause:error})),onAbort=()=>fail(signal?.reason),timer=setTimeout(
()=>{let text3=`no answer within ${timeout/1e3}s${sent?"":" (the connection was not established)"}`;fail(new ExchangeFailure("timeout",text3,{sent,transient:!0}))},
timeout);signal?.addEventListener("abort",onAbort,{once:!0});function send2(){if(!settled){try{beforeSend?.()}catch(error){return fail(error)}sent=!0,request2.end(
body2??void 0)}}request2.on("error",lost2),request2.on("response",response=>{collect(response,(error,text3)=>{if(error)return lost2(error);settle2(()=>resolve6(
{status:response.statusCode??0,headers:response.headers,body:text3}))})}),request2.on("proxyConnect",answer3=>{if(answer3.statusCode===200)return;let text3=`the\
 proxy ${redactProxy(proxy??"")} refused to connect: ${answer3.statusCode} ${answer3.statusText??""}`;fail(new ExchangeFailure("network",text3.trim(),{sent:!1,transient:answer3.
statusCode>=500}))}),request2.on("socket",socket=>whenConnected(request2,socket,{secure,patient:method!=="GET"},send2))})}function whenConnected(request2,socket,{
secure,patient},send2){request2.reusedSocket?patient?setImmediate(()=>setImmediate(send2)):send2():secure&&socket.secureConnecting!==!1?socket.once("secureConne\
ct",send2):socket.connecting?socket.once("connect",send2):send2()}function collect(response,done2){let chunks=[];response.on("data",chunk=>chunks.push(chunk)),response.
on("end",()=>done2(null,Buffer.concat(chunks).toString("utf8"))),response.on("error",error=>done2(error,"")),response.on("close",()=>{response.complete||done2(Object.
assign(new Error("connection closed in the middle of the answer"),{code:"ECONNRESET"}),"")})}function networkMessage(error,proxy){let via=proxy?` (through the p\
roxy ${redactProxy(proxy)})`:"",text3=CAUSES[error.code??""]??messageOf(error),nested=error instanceof AggregateError&&error.errors.length>0?messageOf(error.errors[0]):
"";return`${text3||nested||String(error.code)}${via}`}var ExchangeFailure,IDLE_TIMEOUT,PERMANENT,UNTRUSTED,CAUSES,init_transport=__esm({"src/kube/transport.ts"(){
"use strict";init_errors();init_proxy_agent();init_proxy();ExchangeFailure=class extends Error{kind;sent;transient;constructor(kind,message,facts){super(message,
{cause:facts.cause}),this.name="ExchangeFailure",this.kind=kind,this.sent=facts.sent,this.transient=facts.transient}},IDLE_TIMEOUT=5e4,PERMANENT=/^(ENOTFOUND|EPROTO|ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_INVALID_|HPE_)/;
UNTRUSTED="the server's certificate is signed by an authority that is not trusted; set certificate-authority in the kubeconfig, or NODE_EXTRA_CA_CERTS",CAUSES={
ECONNREFUSED:"connection refused",ECONNRESET:"connection reset by the server",EPIPE:"connection closed by the server",UNABLE_TO_VERIFY_LEAF_SIGNATURE:UNTRUSTED,
UNABLE_TO_GET_ISSUER_CERT_LOCALLY:UNTRUSTED,SELF_SIGNED_CERT_IN_CHAIN:UNTRUSTED,DEPTH_ZERO_SELF_SIGNED_CERT:UNTRUSTED}}});function createRequester(config,transport,credentials,options){let{clock,signal,onRequest}=options;return async function(request2){let{method,path:path12,intent}=request2,
body2=request2.body===void 0?null:Buffer.from(JSON.stringify(request2.body)),headers3={accept:"application/json","user-agent":options.userAgent,...config.impersonate};
body2!==null&&(headers3["content-type"]=request2.contentType??"application/json");let begin2=clock.now(),shown3=await credentials.current(),renewed=!1,refusedAfter=0;
for(let attempt2=1;;attempt2++){let started2=clock.now(),asked=Date.parse(clock.timestamp()),report=status2=>onRequest?.({method,path:path12,attempt:attempt2,status:status2,
milliseconds:clock.now()-started2}),failure2,end;try{let answer3=await transport.exchange({method,path:path12,headers:headers3,body:body2,credentials:shown3,timeout:options.
requestTimeout,beforeSend:intent.write?()=>options.fence?.(intent.what):void 0,signal});if(report(answer3.status),options.time?.heard(answer3.headers.date,asked),
answer3.status===401&&!renewed){renewed=!0;let next=await credentials.renew(shown3);if(next){shown3=next,refusedAfter++;continue}}failure2=failureOf4(answer3),end=
answer3}catch(error){if(!(error instanceof ExchangeFailure))throw error;report(null),failure2=error,end=error}let retryAfter2=failure2.kind==="status"?failure2.
retryAfter:null,delay=isRetryable(intent.write,failure2)?retryDelay(options.retries,{tried:attempt2-refusedAfter,elapsed:clock.now()-begin2,retryAfter:retryAfter2,
random:options.random()}):null;if(delay===null)return conclude(end,intent,config,attempt2-refusedAfter);await clock.sleep(delay,signal)}};function failureOf4(answer3){
return{kind:"status",status:answer3.status,retryAfter:parseRetryAfter(answer3.headers["retry-after"],Date.parse(clock.timestamp())),notProcessed:wasNotProcessed(
answer3)}}}function conclude(end,intent,config,tries){if(!(end instanceof ExchangeFailure))return end;let after=tries>1?`, after ${tries} tries`:"",code2=end.kind===
"timeout"?"timeout":"connection";throw new KubeError(code2,`${intent.verb} ${intent.what}: ${end.message} (server ${config.server}${after})`,{ambiguous:intent.write&&
end.sent,cause:end})}function parseAnswer(intent,answer3,origin){if(answer3.status<200||answer3.status>299)throw errorFromAnswer(intent,answer3,origin);try{let value=JSON.
parse(answer3.body);if(typeof value=="object"&&value!==null&&!Array.isArray(value))return value}catch{}throw new KubeError("server",`${intent.verb} ${intent.what}\
: the answer is no Kubernetes object; is ${origin} an API server?`,{status:answer3.status,ambiguous:intent.write})}var init_requester=__esm({"src/kube/requester\
.ts"(){"use strict";init_api_error();init_client();init_retry();init_transport()}});function knownResource(apiVersion,kind){let[namespaced,cluster]=KNOWN2[groupOf(apiVersion)]??["",""];return namespaced.split(" ").includes(kind)?{plural:pluralOf(
kind),namespaced:!0}:cluster.split(" ").includes(kind)?{plural:pluralOf(kind),namespaced:!1}:null}function groupOf(apiVersion){let slash=apiVersion.indexOf("/");
return slash<0?"":apiVersion.slice(0,slash)}function pluralOf(kind){let name=kind.toLowerCase();return name==="endpoints"?name:/[^aeiou]y$/.test(name)?`${name.slice(
0,-1)}ies`:/(s|x|ch|sh)$/.test(name)?`${name}es`:`${name}s`}function versionPath(apiVersion){let path12=apiVersion.split("/").map(encodeURIComponent).join("/");
return apiVersion.includes("/")?`/apis/${path12}`:`/api/${path12}`}function resourcePath(apiVersion,resource,target){let parts=[versionPath(apiVersion)];return resource.
namespaced&&target.namespace&&parts.push("namespaces",encodeURIComponent(target.namespace)),parts.push(resource.plural),target.name!==void 0&&parts.push(encodeURIComponent(
target.name)),parts.join("/")}var KNOWN2,init_resources=__esm({"src/kube/resources.ts"(){"use strict";KNOWN2={"":["ConfigMap Endpoints Event LimitRange Persiste\
ntVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount","Namespace Node PersistentVolume"],apps:["ControllerRevision Da\
emonSet Deployment ReplicaSet StatefulSet",""],autoscaling:["HorizontalPodAutoscaler",""],batch:["CronJob Job",""],policy:["PodDisruptionBudget",""],"coordinati\
on.k8s.io":["Lease",""],"discovery.k8s.io":["EndpointSlice",""],"networking.k8s.io":["Ingress NetworkPolicy","IngressClass"],"rbac.authorization.k8s.io":["Role \
RoleBinding","ClusterRole ClusterRoleBinding"],"networking.istio.io":["DestinationRule EnvoyFilter Gateway ProxyConfig ServiceEntry Sidecar VirtualService Workl\
oadEntry WorkloadGroup",""],"security.istio.io":["AuthorizationPolicy PeerAuthentication RequestAuthentication",""],"telemetry.istio.io":["Telemetry",""],"gatew\
ay.networking.k8s.io":["GRPCRoute Gateway HTTPRoute ReferenceGrant TCPRoute TLSRoute UDPRoute","GatewayClass"]}}});function createDiscovery(send2,origin){let cache=new Map;async function ask4(apiVersion){let intent={verb:"GET",what:`kinds of ${apiVersion}`,write:!1},answer3=await send2(
{intent,method:"GET",path:versionPath(apiVersion)}),found=new Map;if(isApiNotFound(answer3))return found;let{resources=[]}=parseAnswer(intent,answer3,origin);for(let{
kind,name,namespaced}of resources)name.includes("/")||found.set(kind,{plural:name,namespaced});return cache.set(apiVersion,found),found}return async function(apiVersion,kind){
let known2=knownResource(apiVersion,kind)??cache.get(apiVersion)?.get(kind);return known2||((await ask4(apiVersion)).get(kind)??null)}}var init_discovery=__esm(
{"src/kube/discovery.ts"(){"use strict";init_api_error();init_requester();init_resources()}});function serverTime(clock){let own2=()=>Date.parse(clock.timestamp()),least=-1/0,most=1/0;return{heard(date,asked){let told=date===void 0?NaN:Date.parse(date);if(Number.
isNaN(told))return;let from2=told-own2(),to=told+1e3-asked,moved=from2>most||to<least;least=moved?from2:Math.max(least,from2),most=moved?to:Math.min(most,to)},timestamp:()=>new Date(
own2()+Math.min(Math.max(0,least),most)).toISOString()}}var init_server_time=__esm({"src/kube/server-time.ts"(){"use strict"}});var require_constants4=__commonJS({"node_modules/ws/lib/constants.js"(exports2,module2){"use strict";var BINARY_TYPES=["nodebuffer","arraybuffer","fragments"],hasBlob=typeof Blob<
"u";hasBlob&&BINARY_TYPES.push("blob");module2.exports={BINARY_TYPES,CLOSE_TIMEOUT:3e4,EMPTY_BUFFER:Buffer.alloc(0),GUID:"258EAFA5-E914-47DA-95CA-C5AB0DC85B11",
hasBlob,kForOnEventAttribute:Symbol("kIsForOnEventAttribute"),kListener:Symbol("kListener"),kStatusCode:Symbol("status-code"),kWebSocket:Symbol("websocket"),NOOP:()=>{}}}});var require_buffer_util=__commonJS({"node_modules/ws/lib/buffer-util.js"(exports2,module2){"use strict";var{websocketMask,websocketUnmask}=require("http"),{EMPTY_BUFFER}=require_constants4(),
FastBuffer=Buffer[Symbol.species];function concat(list2,totalLength){if(list2.length===0)return EMPTY_BUFFER;if(list2.length===1)return list2[0];let target=Buffer.
allocUnsafe(totalLength),offset=0;for(let i=0;i<list2.length;i++){let buf=list2[i];target.set(buf,offset),offset+=buf.length}return offset<totalLength?new FastBuffer(
target.buffer,target.byteOffset,offset):target}function _mask(source2,mask,output,offset,length){for(let i=0;i<length;i++)output[offset+i]=source2[i]^mask[i&3]}
function _unmask(buffer,mask){for(let i=0;i<buffer.length;i++)buffer[i]^=mask[i&3]}function toArrayBuffer(buf){return buf.length===buf.buffer.byteLength?buf.buffer:
buf.buffer.slice(buf.byteOffset,buf.byteOffset+buf.length)}function toBuffer(data){if(toBuffer.readOnly=!0,Buffer.isBuffer(data))return data;let buf;return data instanceof
ArrayBuffer?buf=new FastBuffer(data):ArrayBuffer.isView(data)?buf=new FastBuffer(data.buffer,data.byteOffset,data.byteLength):(buf=Buffer.from(data),toBuffer.readOnly=
!1),buf}module2.exports={concat,mask:_mask,toArrayBuffer,toBuffer,unmask:_unmask};if(websocketMask)module2.exports.mask=function(source2,mask,output,offset,length){
length<24?_mask(source2,mask,output,offset,length):websocketMask(source2,mask,output,offset,length)},module2.exports.unmask=function(buffer,mask){buffer.length<
24?_unmask(buffer,mask):websocketUnmask(buffer,mask)};else if(!process.env.WS_NO_BUFFER_UTIL)try{let bufferUtil=require("bufferutil");module2.exports.mask=function(source2,mask,output,offset,length){
length<48?_mask(source2,mask,output,offset,length):bufferUtil.mask(source2,mask,output,offset,length)},module2.exports.unmask=function(buffer,mask){buffer.length<
32?_unmask(buffer,mask):bufferUtil.unmask(buffer,mask)}}catch{}}});var require_limiter=__commonJS({"node_modules/ws/lib/limiter.js"(exports2,module2){"use strict";var kDone=Symbol("kDone"),kRun=Symbol("kRun"),Limiter=class{constructor(concurrency){
this[kDone]=()=>{this.pending--,this[kRun]()},this.concurrency=concurrency||1/0,this.jobs=[],this.pending=0}add(job){this.jobs.push(job),this[kRun]()}[kRun](){if(this.
pending!==this.concurrency&&this.jobs.length){let job=this.jobs.shift();this.pending++,job(this[kDone])}}};module2.exports=Limiter}});var require_permessage_deflate=__commonJS({"node_modules/ws/lib/permessage-deflate.js"(exports2,module2){"use strict";var zlib=require("zlib"),bufferUtil=require_buffer_util(),
Limiter=require_limiter(),{kStatusCode}=require_constants4(),FastBuffer=Buffer[Symbol.species],TRAILER=Buffer.from([0,0,255,255]),kPerMessageDeflate=Symbol("per\
message-deflate"),kTotalLength=Symbol("total-length"),kCallback=Symbol("callback"),kBuffers=Symbol("buffers"),kError=Symbol("error"),zlibLimiter,PerMessageDeflate2=class{constructor(options){
if(this._options=options||{},this._threshold=this._options.threshold!==void 0?this._options.threshold:1024,this._maxPayload=this._options.maxPayload|0,this._isServer=
!!this._options.isServer,this._deflate=null,this._inflate=null,this.params=null,!zlibLimiter){let concurrency=this._options.concurrencyLimit!==void 0?this._options.
concurrencyLimit:10;zlibLimiter=new Limiter(concurrency)}}static get extensionName(){return"permessage-deflate"}offer(){let params={};return this._options.serverNoContextTakeover&&
(params.server_no_context_takeover=!0),this._options.clientNoContextTakeover&&(params.client_no_context_takeover=!0),this._options.serverMaxWindowBits&&(params.
server_max_window_bits=this._options.serverMaxWindowBits),this._options.clientMaxWindowBits?params.client_max_window_bits=this._options.clientMaxWindowBits:this.
_options.clientMaxWindowBits==null&&(params.client_max_window_bits=!0),params}accept(configurations){return configurations=this.normalizeParams(configurations),
this.params=this._isServer?this.acceptAsServer(configurations):this.acceptAsClient(configurations),this.params}cleanup(){if(this._inflate&&(this._inflate.close(),
this._inflate=null),this._deflate){let callback=this._deflate[kCallback];this._deflate.close(),this._deflate=null,callback&&callback(new Error("The deflate stre\
am was closed while data was being processed"))}}acceptAsServer(offers){let opts=this._options,accepted=offers.find(params=>!(opts.serverNoContextTakeover===!1&&
params.server_no_context_takeover||params.server_max_window_bits&&(opts.serverMaxWindowBits===!1||typeof opts.serverMaxWindowBits=="number"&&opts.serverMaxWindowBits>
params.server_max_window_bits)||typeof opts.clientMaxWindowBits=="number"&&(typeof params.client_max_window_bits=="number"?opts.clientMaxWindowBits>params.client_max_window_bits:
!params.client_max_window_bits)));if(!accepted)throw new Error("None of the extension offers can be accepted");return opts.serverNoContextTakeover&&(accepted.server_no_context_takeover=
!0),opts.clientNoContextTakeover&&(accepted.client_no_context_takeover=!0),typeof opts.serverMaxWindowBits=="number"&&(accepted.server_max_window_bits=opts.serverMaxWindowBits),
typeof opts.clientMaxWindowBits=="number"?accepted.client_max_window_bits=opts.clientMaxWindowBits:(accepted.client_max_window_bits===!0||opts.clientMaxWindowBits===
!1)&&delete accepted.client_max_window_bits,accepted}acceptAsClient(response){let params=response[0];if(this._options.clientNoContextTakeover===!1&&params.client_no_context_takeover)
throw new Error('Unexpected parameter "client_no_context_takeover"');if(!params.client_max_window_bits)typeof this._options.clientMaxWindowBits=="number"&&(params.
client_max_window_bits=this._options.clientMaxWindowBits);else if(this._options.clientMaxWindowBits===!1||typeof this._options.clientMaxWindowBits=="number"&&params.
client_max_window_bits>this._options.clientMaxWindowBits)throw new Error('Unexpected or invalid parameter "client_max_window_bits"');return params}normalizeParams(configurations){
return configurations.forEach(params=>{Object.keys(params).forEach(key=>{let value=params[key];if(value.length>1)throw new Error(`Parameter "${key}" must have o\
nly a single value`);if(value=value[0],key==="client_max_window_bits"){if(value!==!0){let num=+value;if(!Number.isInteger(num)||num<8||num>15)throw new TypeError(
`Invalid value for parameter "${key}": ${value}`);value=num}else if(!this._isServer)throw new TypeError(`Invalid value for parameter "${key}": ${value}`)}else if(key===
"server_max_window_bits"){let num=+value;if(!Number.isInteger(num)||num<8||num>15)throw new TypeError(`Invalid value for parameter "${key}": ${value}`);value=num}else if(key===
"client_no_context_takeover"||key==="server_no_context_takeover"){if(value!==!0)throw new TypeError(`Invalid value for parameter "${key}": ${value}`)}else throw new Error(
`Unknown parameter "${key}"`);params[key]=value})}),configurations}decompress(data,fin,callback){zlibLimiter.add(done2=>{this._decompress(data,fin,(err,result)=>{
done2(),callback(err,result)})})}compress(data,fin,callback){zlibLimiter.add(done2=>{this._compress(data,fin,(err,result)=>{done2(),callback(err,result)})})}_decompress(data,fin,callback){
let endpoint=this._isServer?"client":"server";if(!this._inflate){let key=`${endpoint}_max_window_bits`,windowBits=typeof this.params[key]!="number"?zlib.Z_DEFAULT_WINDOWBITS:
this.params[key];this._inflate=zlib.createInflateRaw({...this._options.zlibInflateOptions,windowBits}),this._inflate[kPerMessageDeflate]=this,this._inflate[kTotalLength]=
0,this._inflate[kBuffers]=[],this._inflate.on("error",inflateOnError),this._inflate.on("data",inflateOnData)}this._inflate[kCallback]=callback,this._inflate.write(
data),fin&&this._inflate.write(TRAILER),this._inflate.flush(()=>{let err=this._inflate[kError];if(err){this._inflate.close(),this._inflate=null,callback(err);return}
let data2=bufferUtil.concat(this._inflate[kBuffers],this._inflate[kTotalLength]);this._inflate._readableState.endEmitted?(this._inflate.close(),this._inflate=null):
(this._inflate[kTotalLength]=0,this._inflate[kBuffers]=[],fin&&this.params[`${endpoint}_no_context_takeover`]&&this._inflate.reset()),callback(null,data2)})}_compress(data,fin,callback){
let endpoint=this._isServer?"server":"client";if(!this._deflate){let key=`${endpoint}_max_window_bits`,windowBits=typeof this.params[key]!="number"?zlib.Z_DEFAULT_WINDOWBITS:
this.params[key];this._deflate=zlib.createDeflateRaw({...this._options.zlibDeflateOptions,windowBits}),this._deflate[kTotalLength]=0,this._deflate[kBuffers]=[],
this._deflate.on("data",deflateOnData)}this._deflate[kCallback]=callback,this._deflate.write(data),this._deflate.flush(zlib.Z_SYNC_FLUSH,()=>{if(!this._deflate)
return;let data2=bufferUtil.concat(this._deflate[kBuffers],this._deflate[kTotalLength]);fin&&(data2=new FastBuffer(data2.buffer,data2.byteOffset,data2.length-4)),
this._deflate[kCallback]=null,this._deflate[kTotalLength]=0,this._deflate[kBuffers]=[],fin&&this.params[`${endpoint}_no_context_takeover`]&&this._deflate.reset(),
callback(null,data2)})}};module2.exports=PerMessageDeflate2;function deflateOnData(chunk){this[kBuffers].push(chunk),this[kTotalLength]+=chunk.length}function inflateOnData(chunk){
if(this[kTotalLength]+=chunk.length,this[kPerMessageDeflate]._maxPayload<1||this[kTotalLength]<=this[kPerMessageDeflate]._maxPayload){this[kBuffers].push(chunk);
return}this[kError]=new RangeError("Max payload size exceeded"),this[kError].code="WS_ERR_UNSUPPORTED_MESSAGE_LENGTH",this[kError][kStatusCode]=1009,this.removeListener(
"data",inflateOnData),this.reset()}function inflateOnError(err){if(this[kPerMessageDeflate]._inflate=null,this[kError]){this[kCallback](this[kError]);return}err[kStatusCode]=
1007,this[kCallback](err)}}});var require_validation=__commonJS({"node_modules/ws/lib/validation.js"(exports2,module2){"use strict";var{isUtf8}=require("buffer"),{hasBlob}=require_constants4(),
tokenChars=[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,1,1,1,1,1,0,0,1,1,0,1,1,0,1,1,1,1,1,1,1,1,1,1,0,0,0,0,0,0,0,1,1,1,1,1,1,1,1,1,
1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,0,0,0,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,0,1,0,1,0];function isValidStatusCode(code2){return code2>=1e3&&
code2<=1014&&code2!==1004&&code2!==1005&&code2!==1006||code2>=3e3&&code2<=4999}function _isValidUTF8(buf){let len=buf.length,i=0;for(;i<len;)if((buf[i]&128)===0)
i++;else if((buf[i]&224)===192){if(i+1===len||(buf[i+1]&192)!==128||(buf[i]&254)===192)return!1;i+=2}else if((buf[i]&240)===224){if(i+2>=len||(buf[i+1]&192)!==128||
(buf[i+2]&192)!==128||buf[i]===224&&(buf[i+1]&224)===128||buf[i]===237&&(buf[i+1]&224)===160)return!1;i+=3}else if((buf[i]&248)===240){if(i+3>=len||(buf[i+1]&192)!==
128||(buf[i+2]&192)!==128||(buf[i+3]&192)!==128||buf[i]===240&&(buf[i+1]&240)===128||buf[i]===244&&buf[i+1]>143||buf[i]>244)return!1;i+=4}else return!1;return!0}
function isBlob(value){return hasBlob&&typeof value=="object"&&typeof value.arrayBuffer=="function"&&typeof value.type=="string"&&typeof value.stream=="function"&&
(value[Symbol.toStringTag]==="Blob"||value[Symbol.toStringTag]==="File")}module2.exports={isBlob,isValidStatusCode,isValidUTF8:_isValidUTF8,tokenChars};if(isUtf8)
module2.exports.isValidUTF8=function(buf){return buf.length<24?_isValidUTF8(buf):isUtf8(buf)};else if(!process.env.WS_NO_UTF_8_VALIDATE)try{let isValidUTF8=require("utf-8-validate");
module2.exports.isValidUTF8=function(buf){return buf.length<32?_isValidUTF8(buf):isValidUTF8(buf)}}catch{}}});var require_receiver=__commonJS({"node_modules/ws/lib/receiver.js"(exports2,module2){"use strict";var{Writable}=require("stream"),PerMessageDeflate2=require_permessage_deflate(),
{BINARY_TYPES,EMPTY_BUFFER,kStatusCode,kWebSocket}=require_constants4(),{concat,toArrayBuffer,unmask}=require_buffer_util(),{isValidStatusCode,isValidUTF8}=require_validation(),
FastBuffer=Buffer[Symbol.species],GET_INFO=0,GET_PAYLOAD_LENGTH_16=1,GET_PAYLOAD_LENGTH_64=2,GET_MASK=3,GET_DATA=4,INFLATING=5,DEFER_EVENT=6,Receiver2=class extends Writable{constructor(options={}){
super(),this._allowSynchronousEvents=options.allowSynchronousEvents!==void 0?options.allowSynchronousEvents:!0,this._binaryType=options.binaryType||BINARY_TYPES[0],
this._extensions=options.extensions||{},this._isServer=!!options.isServer,this._maxBufferedChunks=options.maxBufferedChunks|0,this._maxFragments=options.maxFragments|
0,this._maxPayload=options.maxPayload|0,this._skipUTF8Validation=!!options.skipUTF8Validation,this[kWebSocket]=void 0,this._bufferedBytes=0,this._buffers=[],this.
_compressed=!1,this._payloadLength=0,this._mask=void 0,this._fragmented=0,this._masked=!1,this._fin=!1,this._opcode=0,this._totalPayloadLength=0,this._messageLength=
0,this._numFragments=0,this._fragments=[],this._errored=!1,this._loop=!1,this._state=GET_INFO}_write(chunk,encoding,cb){if(this._opcode===8&&this._state==GET_INFO)
return cb();if(this._maxBufferedChunks>0&&this._buffers.length>=this._maxBufferedChunks){cb(this.createError(RangeError,"Too many buffered chunks",!1,1008,"WS_E\
RR_TOO_MANY_BUFFERED_PARTS"));return}this._bufferedBytes+=chunk.length,this._buffers.push(chunk),this.startLoop(cb)}consume(n){if(this._bufferedBytes-=n,n===this.
_buffers[0].length)return this._buffers.shift();if(n<this._buffers[0].length){let buf=this._buffers[0];return this._buffers[0]=new FastBuffer(buf.buffer,buf.byteOffset+
n,buf.length-n),new FastBuffer(buf.buffer,buf.byteOffset,n)}let dst=Buffer.allocUnsafe(n);do{let buf=this._buffers[0],offset=dst.length-n;n>=buf.length?dst.set(
this._buffers.shift(),offset):(dst.set(new Uint8Array(buf.buffer,buf.byteOffset,n),offset),this._buffers[0]=new FastBuffer(buf.buffer,buf.byteOffset+n,buf.length-
n)),n-=buf.length}while(n>0);return dst}startLoop(cb){this._loop=!0;do switch(this._state){case GET_INFO:this.getInfo(cb);break;case GET_PAYLOAD_LENGTH_16:this.
getPayloadLength16(cb);break;case GET_PAYLOAD_LENGTH_64:this.getPayloadLength64(cb);break;case GET_MASK:this.getMask();break;case GET_DATA:this.getData(cb);break;case INFLATING:case DEFER_EVENT:
this._loop=!1;return}while(this._loop);this._errored||cb()}getInfo(cb){if(this._bufferedBytes<2){this._loop=!1;return}let buf=this.consume(2);if((buf[0]&48)!==0){
let error=this.createError(RangeError,"RSV2 and RSV3 must be clear",!0,1002,"WS_ERR_UNEXPECTED_RSV_2_3");cb(error);return}let compressed=(buf[0]&64)===64;if(compressed&&
!this._extensions[PerMessageDeflate2.extensionName]){let error=this.createError(RangeError,"RSV1 must be clear",!0,1002,"WS_ERR_UNEXPECTED_RSV_1");cb(error);return}
if(this._fin=(buf[0]&128)===128,this._opcode=buf[0]&15,this._payloadLength=buf[1]&127,this._opcode===0){if(compressed){let error=this.createError(RangeError,"RS\
V1 must be clear",!0,1002,"WS_ERR_UNEXPECTED_RSV_1");cb(error);return}if(!this._fragmented){let error=this.createError(RangeError,"invalid opcode 0",!0,1002,"WS\
_ERR_INVALID_OPCODE");cb(error);return}this._opcode=this._fragmented}else if(this._opcode===1||this._opcode===2){if(this._fragmented){let error=this.createError(
RangeError,`invalid opcode ${this._opcode}`,!0,1002,"WS_ERR_INVALID_OPCODE");cb(error);return}this._compressed=compressed}else if(this._opcode>7&&this._opcode<11){
if(!this._fin){let error=this.createError(RangeError,"FIN must be set",!0,1002,"WS_ERR_EXPECTED_FIN");cb(error);return}if(compressed){let error=this.createError(
RangeError,"RSV1 must be clear",!0,1002,"WS_ERR_UNEXPECTED_RSV_1");cb(error);return}if(this._payloadLength>125||this._opcode===8&&this._payloadLength===1){let error=this.
createError(RangeError,`invalid payload length ${this._payloadLength}`,!0,1002,"WS_ERR_INVALID_CONTROL_PAYLOAD_LENGTH");cb(error);return}}else{let error=this.createError(
RangeError,`invalid opcode ${this._opcode}`,!0,1002,"WS_ERR_INVALID_OPCODE");cb(error);return}if(!this._fin&&!this._fragmented&&(this._fragmented=this._opcode),
this._masked=(buf[1]&128)===128,this._isServer){if(!this._masked){let error=this.createError(RangeError,"MASK must be set",!0,1002,"WS_ERR_EXPECTED_MASK");cb(error);
return}}else if(this._masked){let error=this.createError(RangeError,"MASK must be clear",!0,1002,"WS_ERR_UNEXPECTED_MASK");cb(error);return}this._payloadLength===
126?this._state=GET_PAYLOAD_LENGTH_16:this._payloadLength===127?this._state=GET_PAYLOAD_LENGTH_64:this.haveLength(cb)}getPayloadLength16(cb){if(this._bufferedBytes<
2){this._loop=!1;return}this._payloadLength=this.consume(2).readUInt16BE(0),this.haveLength(cb)}getPayloadLength64(cb){if(this._bufferedBytes<8){this._loop=!1;return}
let buf=this.consume(8),num=buf.readUInt32BE(0);if(num>Math.pow(2,21)-1){let error=this.createError(RangeError,"Unsupported WebSocket frame: payload length > 2^\
53 - 1",!1,1009,"WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH");cb(error);return}this._payloadLength=num*Math.pow(2,32)+buf.readUInt32BE(4),this.haveLength(cb)}haveLength(cb){
if(this._payloadLength&&this._opcode<8&&(this._totalPayloadLength+=this._payloadLength,this._totalPayloadLength>this._maxPayload&&this._maxPayload>0)){let error=this.
createError(RangeError,"Max payload size exceeded",!1,1009,"WS_ERR_UNSUPPORTED_MESSAGE_LENGTH");cb(error);return}this._masked?this._state=GET_MASK:this._state=GET_DATA}getMask(){
if(this._bufferedBytes<4){this._loop=!1;return}this._mask=this.consume(4),this._state=GET_DATA}getData(cb){let data=EMPTY_BUFFER;if(this._payloadLength){if(this.
_bufferedBytes<this._payloadLength){this._loop=!1;return}data=this.consume(this._payloadLength),this._masked&&(this._mask[0]|this._mask[1]|this._mask[2]|this._mask[3])!==
0&&unmask(data,this._mask)}if(this._mask=void 0,this._opcode>7){this.controlMessage(data,cb);return}if(this._maxFragments>0&&++this._numFragments>this._maxFragments){
let error=this.createError(RangeError,"Too many message fragments",!1,1008,"WS_ERR_TOO_MANY_BUFFERED_PARTS");cb(error);return}if(this._compressed){this._state=INFLATING,
this.decompress(data,cb);return}data.length&&(this._messageLength=this._totalPayloadLength,this._fragments.push(data)),this.dataMessage(cb)}decompress(data,cb){
this._extensions[PerMessageDeflate2.extensionName].decompress(data,this._fin,(err,buf)=>{if(err)return cb(err);if(buf.length){if(this._messageLength+=buf.length,
this._messageLength>this._maxPayload&&this._maxPayload>0){let error=this.createError(RangeError,"Max payload size exceeded",!1,1009,"WS_ERR_UNSUPPORTED_MESSAGE_\
LENGTH");cb(error);return}this._fragments.push(buf)}this.dataMessage(cb),this._state===GET_INFO&&this.startLoop(cb)})}dataMessage(cb){if(!this._fin){this._state=
GET_INFO;return}let messageLength=this._messageLength,fragments=this._fragments;if(this._totalPayloadLength=0,this._messageLength=0,this._fragmented=0,this._numFragments=
0,this._fragments=[],this._opcode===2){let data;this._binaryType==="nodebuffer"?data=concat(fragments,messageLength):this._binaryType==="arraybuffer"?data=toArrayBuffer(
concat(fragments,messageLength)):this._binaryType==="blob"?data=new Blob(fragments):data=fragments,this._allowSynchronousEvents?(this.emit("message",data,!0),this.
_state=GET_INFO):(this._state=DEFER_EVENT,setImmediate(()=>{this.emit("message",data,!0),this._state=GET_INFO,this.startLoop(cb)}))}else{let buf=concat(fragments,
messageLength);if(!this._skipUTF8Validation&&!isValidUTF8(buf)){let error=this.createError(Error,"invalid UTF-8 sequence",!0,1007,"WS_ERR_INVALID_UTF8");cb(error);
return}this._state===INFLATING||this._allowSynchronousEvents?(this.emit("message",buf,!1),this._state=GET_INFO):(this._state=DEFER_EVENT,setImmediate(()=>{this.
emit("message",buf,!1),this._state=GET_INFO,this.startLoop(cb)}))}}controlMessage(data,cb){if(this._opcode===8){if(data.length===0)this._loop=!1,this.emit("conc\
lude",1005,EMPTY_BUFFER),this.end();else{let code2=data.readUInt16BE(0);if(!isValidStatusCode(code2)){let error=this.createError(RangeError,`invalid status code\
 ${code2}`,!0,1002,"WS_ERR_INVALID_CLOSE_CODE");cb(error);return}let buf=new FastBuffer(data.buffer,data.byteOffset+2,data.length-2);if(!this._skipUTF8Validation&&
!isValidUTF8(buf)){let error=this.createError(Error,"invalid UTF-8 sequence",!0,1007,"WS_ERR_INVALID_UTF8");cb(error);return}this._loop=!1,this.emit("conclude",
code2,buf),this.end()}this._state=GET_INFO;return}this._allowSynchronousEvents?(this.emit(this._opcode===9?"ping":"pong",data),this._state=GET_INFO):(this._state=
DEFER_EVENT,setImmediate(()=>{this.emit(this._opcode===9?"ping":"pong",data),this._state=GET_INFO,this.startLoop(cb)}))}createError(ErrorCtor,message,prefix,statusCode,errorCode){
this._loop=!1,this._errored=!0;let err=new ErrorCtor(prefix?`Invalid WebSocket frame: ${message}`:message);return Error.captureStackTrace(err,this.createError),
err.code=errorCode,err[kStatusCode]=statusCode,err}};module2.exports=Receiver2}});var require_sender=__commonJS({"node_modules/ws/lib/sender.js"(exports2,module2){"use strict";var{Duplex:Duplex2}=require("stream"),{randomFillSync}=require("crypto"),
{types:{isUint8Array}}=require("util"),PerMessageDeflate2=require_permessage_deflate(),{EMPTY_BUFFER,kWebSocket,NOOP}=require_constants4(),{isBlob,isValidStatusCode}=require_validation(),
{mask:applyMask,toBuffer}=require_buffer_util(),kByteLength=Symbol("kByteLength"),maskBuffer=Buffer.alloc(4),RANDOM_POOL_SIZE=8*1024,randomPool,randomPoolPointer=RANDOM_POOL_SIZE,
DEFAULT=0,DEFLATING=1,GET_BLOB_DATA=2,Sender2=class _Sender{constructor(socket,extensions,generateMask){this._extensions=extensions||{},generateMask&&(this._generateMask=
generateMask,this._maskBuffer=Buffer.alloc(4)),this._socket=socket,this._firstFragment=!0,this._compress=!1,this._bufferedBytes=0,this._queue=[],this._state=DEFAULT,
this.onerror=NOOP,this[kWebSocket]=void 0}static frame(data,options){let mask,merge3=!1,offset=2,skipMasking=!1;options.mask&&(mask=options.maskBuffer||maskBuffer,
options.generateMask?options.generateMask(mask):(randomPoolPointer===RANDOM_POOL_SIZE&&(randomPool===void 0&&(randomPool=Buffer.alloc(RANDOM_POOL_SIZE)),randomFillSync(
randomPool,0,RANDOM_POOL_SIZE),randomPoolPointer=0),mask[0]=randomPool[randomPoolPointer++],mask[1]=randomPool[randomPoolPointer++],mask[2]=randomPool[randomPoolPointer++],
mask[3]=randomPool[randomPoolPointer++]),skipMasking=(mask[0]|mask[1]|mask[2]|mask[3])===0,offset=6);let dataLength;typeof data=="string"?(!options.mask||skipMasking)&&
options[kByteLength]!==void 0?dataLength=options[kByteLength]:(data=Buffer.from(data),dataLength=data.length):(dataLength=data.length,merge3=options.mask&&options.
readOnly&&!skipMasking);let payloadLength=dataLength;dataLength>=65536?(offset+=8,payloadLength=127):dataLength>125&&(offset+=2,payloadLength=126);let target=Buffer.
allocUnsafe(merge3?dataLength+offset:offset);return target[0]=options.fin?options.opcode|128:options.opcode,options.rsv1&&(target[0]|=64),target[1]=payloadLength,
payloadLength===126?target.writeUInt16BE(dataLength,2):payloadLength===127&&(target[2]=target[3]=0,target.writeUIntBE(dataLength,4,6)),options.mask?(target[1]|=
128,target[offset-4]=mask[0],target[offset-3]=mask[1],target[offset-2]=mask[2],target[offset-1]=mask[3],dataLength?skipMasking?[target,data]:merge3?(applyMask(data,
mask,target,offset,dataLength),[target]):(applyMask(data,mask,data,0,dataLength),[target,data]):[target]):dataLength?[target,data]:[target]}close(code2,data,mask,cb){
let buf;if(code2===void 0)buf=EMPTY_BUFFER;else{if(typeof code2!="number"||!isValidStatusCode(code2))throw new TypeError("First argument must be a valid error c\
ode number");if(data===void 0||!data.length)buf=Buffer.allocUnsafe(2),buf.writeUInt16BE(code2,0);else{let length=Buffer.byteLength(data);if(length>123)throw new RangeError(
"The message must not be greater than 123 bytes");if(buf=Buffer.allocUnsafe(2+length),buf.writeUInt16BE(code2,0),typeof data=="string")buf.write(data,2);else if(isUint8Array(
data))buf.set(data,2);else throw new TypeError("Second argument must be a string or a Uint8Array")}}let options={[kByteLength]:buf.length,fin:!0,generateMask:this.
_generateMask,mask,maskBuffer:this._maskBuffer,opcode:8,readOnly:!1,rsv1:!1};this._state!==DEFAULT?this.enqueue([this.dispatch,buf,!1,options,cb]):this.sendFrame(
_Sender.frame(buf,options),cb)}ping(data,mask,cb){let byteLength,readOnly;if(typeof data=="string"?(byteLength=Buffer.byteLength(data),readOnly=!1):isBlob(data)?
(byteLength=data.size,readOnly=!1):(data=toBuffer(data),byteLength=data.length,readOnly=toBuffer.readOnly),byteLength>125)throw new RangeError("The data size mu\
st not be greater than 125 bytes");let options={[kByteLength]:byteLength,fin:!0,generateMask:this._generateMask,mask,maskBuffer:this._maskBuffer,opcode:9,readOnly,
rsv1:!1};isBlob(data)?this._state!==DEFAULT?this.enqueue([this.getBlobData,data,!1,options,cb]):this.getBlobData(data,!1,options,cb):this._state!==DEFAULT?this.
enqueue([this.dispatch,data,!1,options,cb]):this.sendFrame(_Sender.frame(data,options),cb)}pong(data,mask,cb){let byteLength,readOnly;if(typeof data=="string"?(byteLength=
Buffer.byteLength(data),readOnly=!1):isBlob(data)?(byteLength=data.size,readOnly=!1):(data=toBuffer(data),byteLength=data.length,readOnly=toBuffer.readOnly),byteLength>
125)throw new RangeError("The data size must not be greater than 125 bytes");let options={[kByteLength]:byteLength,fin:!0,generateMask:this._generateMask,mask,maskBuffer:this.
_maskBuffer,opcode:10,readOnly,rsv1:!1};isBlob(data)?this._state!==DEFAULT?this.enqueue([this.getBlobData,data,!1,options,cb]):this.getBlobData(data,!1,options,
cb):this._state!==DEFAULT?this.enqueue([this.dispatch,data,!1,options,cb]):this.sendFrame(_Sender.frame(data,options),cb)}send(data,options,cb){let perMessageDeflate=this.
_extensions[PerMessageDeflate2.extensionName],opcode=options.binary?2:1,rsv1=options.compress,byteLength,readOnly;typeof data=="string"?(byteLength=Buffer.byteLength(
data),readOnly=!1):isBlob(data)?(byteLength=data.size,readOnly=!1):(data=toBuffer(data),byteLength=data.length,readOnly=toBuffer.readOnly),this._firstFragment?(this.
_firstFragment=!1,rsv1&&perMessageDeflate&&perMessageDeflate.params[perMessageDeflate._isServer?"server_no_context_takeover":"client_no_context_takeover"]&&(rsv1=
byteLength>=perMessageDeflate._threshold),this._compress=rsv1):(rsv1=!1,opcode=0),options.fin&&(this._firstFragment=!0);let opts={[kByteLength]:byteLength,fin:options.
fin,generateMask:this._generateMask,mask:options.mask,maskBuffer:this._maskBuffer,opcode,readOnly,rsv1};isBlob(data)?this._state!==DEFAULT?this.enqueue([this.getBlobData,
data,this._compress,opts,cb]):this.getBlobData(data,this._compress,opts,cb):this._state!==DEFAULT?this.enqueue([this.dispatch,data,this._compress,opts,cb]):this.
dispatch(data,this._compress,opts,cb)}getBlobData(blob,compress,options,cb){this._bufferedBytes+=options[kByteLength],this._state=GET_BLOB_DATA,blob.arrayBuffer().
then(arrayBuffer=>{if(this._socket.destroyed){let err=new Error("The socket was closed while the blob was being read");process.nextTick(callCallbacks,this,err,cb);
return}this._bufferedBytes-=options[kByteLength];let data=toBuffer(arrayBuffer);compress?this.dispatch(data,compress,options,cb):(this._state=DEFAULT,this.sendFrame(
_Sender.frame(data,options),cb),this.dequeue())}).catch(err=>{process.nextTick(onError,this,err,cb)})}dispatch(data,compress,options,cb){if(!compress){this.sendFrame(
_Sender.frame(data,options),cb);return}let perMessageDeflate=this._extensions[PerMessageDeflate2.extensionName];this._bufferedBytes+=options[kByteLength],this._state=
DEFLATING,perMessageDeflate.compress(data,options.fin,(_,buf)=>{if(this._socket.destroyed){let err=new Error("The socket was closed while data was being compres\
sed");callCallbacks(this,err,cb);return}this._bufferedBytes-=options[kByteLength],this._state=DEFAULT,options.readOnly=!1,this.sendFrame(_Sender.frame(buf,options),
cb),this.dequeue()})}dequeue(){for(;this._state===DEFAULT&&this._queue.length;){let params=this._queue.shift();this._bufferedBytes-=params[3][kByteLength],Reflect.
apply(params[0],this,params.slice(1))}}enqueue(params){this._bufferedBytes+=params[3][kByteLength],this._queue.push(params)}sendFrame(list2,cb){list2.length===2?
(this._socket.cork(),this._socket.write(list2[0]),this._socket.write(list2[1],cb),this._socket.uncork()):this._socket.write(list2[0],cb)}};module2.exports=Sender2;
function callCallbacks(sender,err,cb){typeof cb=="function"&&cb(err);for(let i=0;i<sender._queue.length;i++){let params=sender._queue[i],callback=params[params.
length-1];typeof callback=="function"&&callback(err)}}function onError(sender,err,cb){callCallbacks(sender,err,cb),sender.onerror(err)}}});var require_event_target=__commonJS({"node_modules/ws/lib/event-target.js"(exports2,module2){"use strict";var{kForOnEventAttribute,kListener}=require_constants4(),
kCode=Symbol("kCode"),kData=Symbol("kData"),kError=Symbol("kError"),kMessage=Symbol("kMessage"),kReason=Symbol("kReason"),kTarget=Symbol("kTarget"),kType=Symbol(
"kType"),kWasClean=Symbol("kWasClean"),Event=class{constructor(type){this[kTarget]=null,this[kType]=type}get target(){return this[kTarget]}get type(){return this[kType]}};
Object.defineProperty(Event.prototype,"target",{enumerable:!0});Object.defineProperty(Event.prototype,"type",{enumerable:!0});var CloseEvent=class extends Event{constructor(type,options={}){
super(type),this[kCode]=options.code===void 0?0:options.code,this[kReason]=options.reason===void 0?"":options.reason,this[kWasClean]=options.wasClean===void 0?!1:
options.wasClean}get code(){return this[kCode]}get reason(){return this[kReason]}get wasClean(){return this[kWasClean]}};Object.defineProperty(CloseEvent.prototype,
"code",{enumerable:!0});Object.defineProperty(CloseEvent.prototype,"reason",{enumerable:!0});Object.defineProperty(CloseEvent.prototype,"wasClean",{enumerable:!0});
var ErrorEvent=class extends Event{constructor(type,options={}){super(type),this[kError]=options.error===void 0?null:options.error,this[kMessage]=options.message===
void 0?"":options.message}get error(){return this[kError]}get message(){return this[kMessage]}};Object.defineProperty(ErrorEvent.prototype,"error",{enumerable:!0});
Object.defineProperty(ErrorEvent.prototype,"message",{enumerable:!0});var MessageEvent=class extends Event{constructor(type,options={}){super(type),this[kData]=
options.data===void 0?null:options.data}get data(){return this[kData]}};Object.defineProperty(MessageEvent.prototype,"data",{enumerable:!0});var EventTarget={addEventListener(type,handler,options={}){
for(let listener of this.listeners(type))if(!options[kForOnEventAttribute]&&listener[kListener]===handler&&!listener[kForOnEventAttribute])return;let wrapper;if(type===
"message")wrapper=function(data,isBinary){let event=new MessageEvent("message",{data:isBinary?data:data.toString()});event[kTarget]=this,callListener(handler,this,
event)};else if(type==="close")wrapper=function(code2,message){let event=new CloseEvent("close",{code:code2,reason:message.toString(),wasClean:this._closeFrameReceived&&
this._closeFrameSent});event[kTarget]=this,callListener(handler,this,event)};else if(type==="error")wrapper=function(error){let event=new ErrorEvent("error",{error,
message:error.message});event[kTarget]=this,callListener(handler,this,event)};else if(type==="open")wrapper=function(){let event=new Event("open");event[kTarget]=
this,callListener(handler,this,event)};else return;wrapper[kForOnEventAttribute]=!!options[kForOnEventAttribute],wrapper[kListener]=handler,options.once?this.once(
type,wrapper):this.on(type,wrapper)},removeEventListener(type,handler){for(let listener of this.listeners(type))if(listener[kListener]===handler&&!listener[kForOnEventAttribute]){
this.removeListener(type,listener);break}}};module2.exports={CloseEvent,ErrorEvent,Event,EventTarget,MessageEvent};function callListener(listener,thisArg,event){
typeof listener=="object"&&listener.handleEvent?listener.handleEvent.call(listener,event):listener.call(thisArg,event)}}});var require_extension=__commonJS({"node_modules/ws/lib/extension.js"(exports2,module2){"use strict";var{tokenChars}=require_validation();function push(dest,name,elem){
dest[name]===void 0?dest[name]=[elem]:dest[name].push(elem)}function parse3(header){let offers=Object.create(null),params=Object.create(null),mustUnescape=!1,isEscaping=!1,
inQuotes=!1,extensionName,paramName,start=-1,code2=-1,end=-1,i=0;for(;i<header.length;i++)if(code2=header.charCodeAt(i),extensionName===void 0)if(end===-1&&tokenChars[code2]===
1)start===-1&&(start=i);else if(i!==0&&(code2===32||code2===9))end===-1&&start!==-1&&(end=i);else if(code2===59||code2===44){if(start===-1)throw new SyntaxError(
`Unexpected character at index ${i}`);end===-1&&(end=i);let name=header.slice(start,end);code2===44?(push(offers,name,params),params=Object.create(null)):extensionName=
name,start=end=-1}else throw new SyntaxError(`Unexpected character at index ${i}`);else if(paramName===void 0)if(end===-1&&tokenChars[code2]===1)start===-1&&(start=
i);else if(code2===32||code2===9)end===-1&&start!==-1&&(end=i);else if(code2===59||code2===44){if(start===-1)throw new SyntaxError(`Unexpected character at inde\
x ${i}`);end===-1&&(end=i),push(params,header.slice(start,end),!0),code2===44&&(push(offers,extensionName,params),params=Object.create(null),extensionName=void 0),
start=end=-1}else if(code2===61&&start!==-1&&end===-1)paramName=header.slice(start,i),start=end=-1;else throw new SyntaxError(`Unexpected character at index ${i}`);else if(isEscaping){
if(tokenChars[code2]!==1)throw new SyntaxError(`Unexpected character at index ${i}`);start===-1?start=i:mustUnescape||(mustUnescape=!0),isEscaping=!1}else if(inQuotes)
if(tokenChars[code2]===1)start===-1&&(start=i);else if(code2===34&&start!==-1)inQuotes=!1,end=i;else if(code2===92)isEscaping=!0;else throw new SyntaxError(`Une\
xpected character at index ${i}`);else if(code2===34&&header.charCodeAt(i-1)===61)inQuotes=!0;else if(end===-1&&tokenChars[code2]===1)start===-1&&(start=i);else if(start!==
-1&&(code2===32||code2===9))end===-1&&(end=i);else if(code2===59||code2===44){if(start===-1)throw new SyntaxError(`Unexpected character at index ${i}`);end===-1&&
(end=i);let value=header.slice(start,end);mustUnescape&&(value=value.replace(/\\/g,""),mustUnescape=!1),push(params,paramName,value),code2===44&&(push(offers,extensionName,
params),params=Object.create(null),extensionName=void 0),paramName=void 0,start=end=-1}else throw new SyntaxError(`Unexpected character at index ${i}`);if(start===
-1||inQuotes||code2===32||code2===9)throw new SyntaxError("Unexpected end of input");end===-1&&(end=i);let token=header.slice(start,end);return extensionName===
void 0?push(offers,token,params):(paramName===void 0?push(params,token,!0):mustUnescape?push(params,paramName,token.replace(/\\/g,"")):push(params,paramName,token),
push(offers,extensionName,params)),offers}function format(extensions){return Object.keys(extensions).map(extension2=>{let configurations=extensions[extension2];
return Array.isArray(configurations)||(configurations=[configurations]),configurations.map(params=>[extension2].concat(Object.keys(params).map(k=>{let values=params[k];
return Array.isArray(values)||(values=[values]),values.map(v=>v===!0?k:`${k}=${v}`).join("; ")})).join("; ")).join(", ")}).join(", ")}module2.exports={format,parse:parse3}}});var require_websocket=__commonJS({"node_modules/ws/lib/websocket.js"(exports2,module2){"use strict";var EventEmitter2=require("events"),https=require("https"),http2=require("http"),
net4=require("net"),querystring=require("querystring"),tls4=require("tls"),{randomBytes:randomBytes2,createHash:createHash5}=require("crypto"),{Duplex:Duplex2,Readable:Readable4}=require("stream"),
{URL:URL4}=require("url"),PerMessageDeflate2=require_permessage_deflate(),Receiver2=require_receiver(),Sender2=require_sender(),{isBlob}=require_validation(),{BINARY_TYPES,
CLOSE_TIMEOUT,EMPTY_BUFFER,GUID,kForOnEventAttribute,kListener,kStatusCode,kWebSocket,NOOP}=require_constants4(),{EventTarget:{addEventListener,removeEventListener}}=require_event_target(),
{format,parse:parse3}=require_extension(),{toBuffer}=require_buffer_util(),kAborted=Symbol("kAborted"),protocolVersions=[8,13],readyStates=["CONNECTING","OPEN",
"CLOSING","CLOSED"],subprotocolRegex=/^[!#$%&'*+\-.0-9A-Z^_`|a-z~]+$/,WebSocket2=class _WebSocket extends EventEmitter2{constructor(address2,protocols,options){
super(),this._binaryType=BINARY_TYPES[0],this._closeCode=1006,this._closeFrameReceived=!1,this._closeFrameSent=!1,this._closeMessage=EMPTY_BUFFER,this._closeTimer=
null,this._errorEmitted=!1,this._extensions={},this._paused=!1,this._protocol="",this._readyState=_WebSocket.CONNECTING,this._receiver=null,this._sender=null,this.
_socket=null,address2!==null?(this._bufferedAmount=0,this._isServer=!1,this._redirects=0,protocols===void 0?!options||options.protocols===void 0?protocols=[]:Array.
isArray(options.protocols)?protocols=options.protocols:protocols=[options.protocols]:Array.isArray(protocols)||(typeof protocols=="object"&&protocols!==null?(options=
protocols,options.protocols===void 0?protocols=[]:Array.isArray(options.protocols)?protocols=options.protocols:protocols=[options.protocols]):protocols=[protocols]),
options=initAsClient(this,address2,protocols,options)):this._isServer=!0,options.autoPong&&(this._autoPong=!0,this._autoPongComplete=()=>autoPongComplete(this),
this._pendingAutoPongs=0,this._maxPendingAutoPongs=options.maxPendingAutoPongs|0),this._closeTimeout=options.closeTimeout}get binaryType(){return this._binaryType}set binaryType(type){
BINARY_TYPES.includes(type)&&(this._binaryType=type,this._receiver&&(this._receiver._binaryType=type))}get bufferedAmount(){return this._socket?this._socket._writableState.
length+this._sender._bufferedBytes:this._bufferedAmount}get extensions(){return Object.keys(this._extensions).join()}get isPaused(){return this._paused}get onclose(){
return null}get onerror(){return null}get onopen(){return null}get onmessage(){return null}get protocol(){return this._protocol}get readyState(){return this._readyState}get url(){
return this._url}setSocket(socket,head,options){let receiver=new Receiver2({allowSynchronousEvents:options.allowSynchronousEvents,binaryType:this.binaryType,extensions:this.
_extensions,isServer:this._isServer,maxBufferedChunks:options.maxBufferedChunks,maxFragments:options.maxFragments,maxPayload:options.maxPayload,skipUTF8Validation:options.
skipUTF8Validation}),sender=new Sender2(socket,this._extensions,options.generateMask);this._receiver=receiver,this._sender=sender,this._socket=socket,receiver[kWebSocket]=
this,sender[kWebSocket]=this,socket[kWebSocket]=this,receiver.on("conclude",receiverOnConclude),receiver.on("drain",receiverOnDrain),receiver.on("error",receiverOnError),
receiver.on("message",receiverOnMessage),receiver.on("ping",receiverOnPing),receiver.on("pong",receiverOnPong),sender.onerror=senderOnError,socket.setTimeout&&socket.
setTimeout(0),socket.setNoDelay&&socket.setNoDelay(),head.length>0&&socket.unshift(head),socket.on("close",socketOnClose),socket.on("data",socketOnData),socket.
on("end",socketOnEnd),socket.on("error",socketOnError),this._readyState=_WebSocket.OPEN,this.emit("open")}emitClose(){if(!this._socket){this._readyState=_WebSocket.
CLOSED,this.emit("close",this._closeCode,this._closeMessage);return}this._extensions[PerMessageDeflate2.extensionName]&&this._extensions[PerMessageDeflate2.extensionName].
cleanup(),this._receiver.removeAllListeners(),this._readyState=_WebSocket.CLOSED,this.emit("close",this._closeCode,this._closeMessage)}close(code2,data){if(this.
readyState!==_WebSocket.CLOSED){if(this.readyState===_WebSocket.CONNECTING){abortHandshake(this,this._req,"WebSocket was closed before the connection was establ\
ished");return}if(this.readyState===_WebSocket.CLOSING){this._closeFrameSent&&(this._closeFrameReceived||this._receiver._writableState.errorEmitted)&&this._socket.
end();return}this._sender.close(code2,data,!this._isServer,err=>{err||(this._closeFrameSent=!0,(this._closeFrameReceived||this._receiver._writableState.errorEmitted)&&
this._socket.end())}),this._readyState=_WebSocket.CLOSING,setCloseTimer(this)}}pause(){this.readyState===_WebSocket.CONNECTING||this.readyState===_WebSocket.CLOSED||
(this._paused=!0,this._socket.pause())}ping(data,mask,cb){if(this.readyState===_WebSocket.CONNECTING)throw new Error("WebSocket is not open: readyState 0 (CONNE\
CTING)");if(typeof data=="function"?(cb=data,data=mask=void 0):typeof mask=="function"&&(cb=mask,mask=void 0),typeof data=="number"&&(data=data.toString()),this.
readyState!==_WebSocket.OPEN){sendAfterClose(this,data,cb);return}mask===void 0&&(mask=!this._isServer),this._sender.ping(data||EMPTY_BUFFER,mask,cb)}pong(data,mask,cb){
if(this.readyState===_WebSocket.CONNECTING)throw new Error("WebSocket is not open: readyState 0 (CONNECTING)");if(typeof data=="function"?(cb=data,data=mask=void 0):
typeof mask=="function"&&(cb=mask,mask=void 0),typeof data=="number"&&(data=data.toString()),this.readyState!==_WebSocket.OPEN){sendAfterClose(this,data,cb);return}
mask===void 0&&(mask=!this._isServer),this._sender.pong(data||EMPTY_BUFFER,mask,cb)}resume(){this.readyState===_WebSocket.CONNECTING||this.readyState===_WebSocket.
CLOSED||(this._paused=!1,this._receiver._writableState.needDrain||this._socket.resume())}send(data,options,cb){if(this.readyState===_WebSocket.CONNECTING)throw new Error(
"WebSocket is not open: readyState 0 (CONNECTING)");if(typeof options=="function"&&(cb=options,options={}),typeof data=="number"&&(data=data.toString()),this.readyState!==
_WebSocket.OPEN){sendAfterClose(this,data,cb);return}let opts={binary:typeof data!="string",mask:!this._isServer,compress:!0,fin:!0,...options};this._extensions[PerMessageDeflate2.
extensionName]||(opts.compress=!1),this._sender.send(data||EMPTY_BUFFER,opts,cb)}terminate(){if(this.readyState!==_WebSocket.CLOSED){if(this.readyState===_WebSocket.
CONNECTING){abortHandshake(this,this._req,"WebSocket was closed before the connection was established");return}this._socket&&(this._readyState=_WebSocket.CLOSING,
this._socket.destroy())}}};Object.defineProperty(WebSocket2,"CONNECTING",{enumerable:!0,value:readyStates.indexOf("CONNECTING")});Object.defineProperty(WebSocket2.
prototype,"CONNECTING",{enumerable:!0,value:readyStates.indexOf("CONNECTING")});Object.defineProperty(WebSocket2,"OPEN",{enumerable:!0,value:readyStates.indexOf(
"OPEN")});Object.defineProperty(WebSocket2.prototype,"OPEN",{enumerable:!0,value:readyStates.indexOf("OPEN")});Object.defineProperty(WebSocket2,"CLOSING",{enumerable:!0,
value:readyStates.indexOf("CLOSING")});Object.defineProperty(WebSocket2.prototype,"CLOSING",{enumerable:!0,value:readyStates.indexOf("CLOSING")});Object.defineProperty(
WebSocket2,"CLOSED",{enumerable:!0,value:readyStates.indexOf("CLOSED")});Object.defineProperty(WebSocket2.prototype,"CLOSED",{enumerable:!0,value:readyStates.indexOf(
"CLOSED")});["binaryType","bufferedAmount","extensions","isPaused","protocol","readyState","url"].forEach(property=>{Object.defineProperty(WebSocket2.prototype,
property,{enumerable:!0})});["open","error","close","message"].forEach(method=>{Object.defineProperty(WebSocket2.prototype,`on${method}`,{enumerable:!0,get(){for(let listener of this.
listeners(method))if(listener[kForOnEventAttribute])return listener[kListener];return null},set(handler){for(let listener of this.listeners(method))if(listener[kForOnEventAttribute]){
this.removeListener(method,listener);break}typeof handler=="function"&&this.addEventListener(method,handler,{[kForOnEventAttribute]:!0})}})});WebSocket2.prototype.
addEventListener=addEventListener;WebSocket2.prototype.removeEventListener=removeEventListener;module2.exports=WebSocket2;function initAsClient(websocket,address2,protocols,options){
let opts={allowSynchronousEvents:!0,autoPong:!0,closeTimeout:CLOSE_TIMEOUT,protocolVersion:protocolVersions[1],maxBufferedChunks:262144,maxFragments:16384,maxPayload:104857600,
maxPendingAutoPongs:60,skipUTF8Validation:!1,perMessageDeflate:!0,followRedirects:!1,maxRedirects:10,...options,socketPath:void 0,hostname:void 0,protocol:void 0,
protocols:void 0,timeout:void 0,method:"GET",host:void 0,path:void 0,port:void 0};if(!protocolVersions.includes(opts.protocolVersion))throw new RangeError(`Unsu\
pported protocol version: ${opts.protocolVersion} (supported versions: ${protocolVersions.join(", ")})`);let parsedUrl;if(address2 instanceof URL4)parsedUrl=address2;else
try{parsedUrl=new URL4(address2)}catch{throw new SyntaxError(`Invalid URL: ${address2}`)}(parsedUrl.protocol==="http:"||parsedUrl.protocol==="https:")&&(parsedUrl=
new URL4(parsedUrl),parsedUrl.protocol=parsedUrl.protocol==="http:"?"ws:":"wss:"),websocket._url=parsedUrl.href;let isSecure=parsedUrl.protocol==="wss:",isIpcUrl=parsedUrl.
protocol==="ws+unix:",invalidUrlMessage;if(parsedUrl.protocol!=="ws:"&&!isSecure&&!isIpcUrl?invalidUrlMessage=`The URL's protocol must be one of "ws:", "wss:", \
"http:", "https:", or "ws+unix:"`:isIpcUrl&&!parsedUrl.pathname?invalidUrlMessage="The URL's pathname is empty":parsedUrl.hash&&(invalidUrlMessage="The URL cont\
ains a fragment identifier"),invalidUrlMessage){let err=new SyntaxError(invalidUrlMessage);if(websocket._redirects===0)throw err;emitErrorAndClose(websocket,err);
return}let defaultPort=isSecure?443:80,key=randomBytes2(16).toString("base64"),request2=isSecure?https.request:http2.request,protocolSet=new Set,perMessageDeflate;
if(opts.createConnection=opts.createConnection||(isSecure?tlsConnect:netConnect),opts.defaultPort=opts.defaultPort||defaultPort,opts.port=parsedUrl.port||defaultPort,
opts.host=parsedUrl.hostname.startsWith("[")?parsedUrl.hostname.slice(1,-1):parsedUrl.hostname,opts.headers={...opts.headers,"Sec-WebSocket-Version":opts.protocolVersion,
"Sec-WebSocket-Key":key,Connection:"Upgrade",Upgrade:"websocket"},opts.path=parsedUrl.pathname+parsedUrl.search,opts.timeout=opts.handshakeTimeout,opts.perMessageDeflate&&
(perMessageDeflate=new PerMessageDeflate2({...opts.perMessageDeflate,isServer:!1,maxPayload:opts.maxPayload}),opts.headers["Sec-WebSocket-Extensions"]=format({[PerMessageDeflate2.
extensionName]:perMessageDeflate.offer()})),protocols.length){for(let protocol of protocols){if(typeof protocol!="string"||!subprotocolRegex.test(protocol)||protocolSet.
has(protocol))throw new SyntaxError("An invalid or duplicated subprotocol was specified");protocolSet.add(protocol)}opts.headers["Sec-WebSocket-Protocol"]=protocols.
join(",")}if(opts.origin&&(opts.protocolVersion<13?opts.headers["Sec-WebSocket-Origin"]=opts.origin:opts.headers.Origin=opts.origin),parsedUrl.username||parsedUrl.
password){let username=querystring.unescape(parsedUrl.username),password=querystring.unescape(parsedUrl.password);opts.auth=`${username}:${password}`}if(isIpcUrl){
let i=opts.path.indexOf(":");i===-1?(opts.socketPath=opts.path,opts.path=""):(opts.socketPath=opts.path.slice(0,i),opts.path=opts.path.slice(i+1))}let req;if(opts.
followRedirects){if(websocket._redirects===0){websocket._originalIpc=isIpcUrl,websocket._originalSecure=isSecure,websocket._originalHostOrSocketPath=isIpcUrl?opts.
socketPath:parsedUrl.host;let headers3=options&&options.headers;if(options={...options,headers:{}},headers3)for(let[key2,value]of Object.entries(headers3))options.
headers[key2.toLowerCase()]=value}else if(websocket.listenerCount("redirect")===0){let isSameHost=isIpcUrl?websocket._originalIpc?opts.socketPath===websocket._originalHostOrSocketPath:
!1:websocket._originalIpc?!1:parsedUrl.host===websocket._originalHostOrSocketPath;(!isSameHost||websocket._originalSecure&&!isSecure)&&(delete opts.headers.authorization,
delete opts.headers.cookie,isSameHost||delete opts.headers.host,opts.auth=void 0)}opts.auth&&!options.headers.authorization&&(options.headers.authorization="Bas\
ic "+Buffer.from(opts.auth).toString("base64")),req=websocket._req=request2(opts),websocket._redirects&&websocket.emit("redirect",websocket.url,req)}else req=websocket.
_req=request2(opts);return opts.timeout&&req.on("timeout",()=>{abortHandshake(websocket,req,"Opening handshake has timed out")}),req.on("error",err=>{req===null||
req[kAborted]||(req=websocket._req=null,emitErrorAndClose(websocket,err))}),req.on("response",res=>{let location=res.headers.location,statusCode=res.statusCode;
if(location&&opts.followRedirects&&statusCode>=300&&statusCode<400){if(++websocket._redirects>opts.maxRedirects){abortHandshake(websocket,req,"Maximum redirects\
 exceeded");return}req.abort();let addr;try{addr=new URL4(location,address2)}catch{let err=new SyntaxError(`Invalid URL: ${location}`);emitErrorAndClose(websocket,
err);return}initAsClient(websocket,addr,protocols,options)}else websocket.emit("unexpected-response",req,res)||abortHandshake(websocket,req,`Unexpected server r\
esponse: ${res.statusCode}`)}),req.on("upgrade",(res,socket,head)=>{if(websocket.emit("upgrade",res),websocket.readyState!==WebSocket2.CONNECTING)return;req=websocket.
_req=null;let upgrade=res.headers.upgrade;if(upgrade===void 0||upgrade.toLowerCase()!=="websocket"){abortHandshake(websocket,socket,"Invalid Upgrade header");return}
let digest=createHash5("sha1").update(key+GUID).digest("base64");if(res.headers["sec-websocket-accept"]!==digest){abortHandshake(websocket,socket,"Invalid Sec-W\
ebSocket-Accept header");return}let serverProt=res.headers["sec-websocket-protocol"],protError;if(serverProt!==void 0?protocolSet.size?protocolSet.has(serverProt)||
(protError="Server sent an invalid subprotocol"):protError="Server sent a subprotocol but none was requested":protocolSet.size&&(protError="Server sent no subpr\
otocol"),protError){abortHandshake(websocket,socket,protError);return}serverProt&&(websocket._protocol=serverProt);let secWebSocketExtensions=res.headers["sec-w\
ebsocket-extensions"];if(secWebSocketExtensions!==void 0){if(!perMessageDeflate){abortHandshake(websocket,socket,"Server sent a Sec-WebSocket-Extensions header \
but no extension was requested");return}let extensions;try{extensions=parse3(secWebSocketExtensions)}catch{abortHandshake(websocket,socket,"Invalid Sec-WebSocke\
t-Extensions header");return}let extensionNames=Object.keys(extensions);if(extensionNames.length!==1||extensionNames[0]!==PerMessageDeflate2.extensionName){abortHandshake(
websocket,socket,"Server indicated an extension that was not requested");return}try{perMessageDeflate.accept(extensions[PerMessageDeflate2.extensionName])}catch{
abortHandshake(websocket,socket,"Invalid Sec-WebSocket-Extensions header");return}websocket._extensions[PerMessageDeflate2.extensionName]=perMessageDeflate}websocket.
setSocket(socket,head,{allowSynchronousEvents:opts.allowSynchronousEvents,generateMask:opts.generateMask,maxBufferedChunks:opts.maxBufferedChunks,maxFragments:opts.
maxFragments,maxPayload:opts.maxPayload,skipUTF8Validation:opts.skipUTF8Validation})}),opts.finishRequest?opts.finishRequest(req,websocket):req.end(),opts}function emitErrorAndClose(websocket,err){
websocket._readyState=WebSocket2.CLOSING,websocket._errorEmitted=!0,websocket.emit("error",err),websocket.emitClose()}function netConnect(options){return options.
path=options.socketPath,net4.connect(options)}function tlsConnect(options){return options.path=void 0,!options.servername&&options.servername!==""&&(options.servername=
net4.isIP(options.host)?"":options.host),tls4.connect(options)}function abortHandshake(websocket,stream,message){websocket._readyState=WebSocket2.CLOSING;let err=new Error(
message);Error.captureStackTrace(err,abortHandshake),stream.setHeader?(stream[kAborted]=!0,stream.abort(),stream.socket&&!stream.socket.destroyed&&stream.socket.
destroy(),process.nextTick(emitErrorAndClose,websocket,err)):(stream.destroy(err),stream.once("error",websocket.emit.bind(websocket,"error")),stream.once("close",
websocket.emitClose.bind(websocket)))}function sendAfterClose(websocket,data,cb){if(data){let length=isBlob(data)?data.size:toBuffer(data).length;websocket._socket?
websocket._sender._bufferedBytes+=length:websocket._bufferedAmount+=length}if(cb){let err=new Error(`WebSocket is not open: readyState ${websocket.readyState} (${readyStates[websocket.
readyState]})`);process.nextTick(cb,err)}}function receiverOnConclude(code2,reason){let websocket=this[kWebSocket];websocket._closeFrameReceived=!0,websocket._closeCode=
code2,reason.length===0?websocket._closeMessage=EMPTY_BUFFER:(websocket._closeMessage=Buffer.allocUnsafeSlow(reason.length),websocket._closeMessage.set(reason)),
websocket._socket[kWebSocket]!==void 0&&(websocket._socket.removeListener("data",socketOnData),process.nextTick(resume2,websocket._socket),code2===1005?websocket.
close():websocket.close(code2,reason))}function receiverOnDrain(){let websocket=this[kWebSocket];websocket.isPaused||websocket._socket.resume()}function receiverOnError(err){
let websocket=this[kWebSocket];websocket._socket[kWebSocket]!==void 0&&(websocket._socket.removeListener("data",socketOnData),process.nextTick(resume2,websocket.
_socket),websocket.close(err[kStatusCode])),websocket._errorEmitted||(websocket._errorEmitted=!0,websocket.emit("error",err))}function receiverOnFinish(){this[kWebSocket].
emitClose()}function receiverOnMessage(data,isBinary){this[kWebSocket].emit("message",data,isBinary)}function receiverOnPing(data){let websocket=this[kWebSocket];
websocket._autoPong&&websocket.readyState===WebSocket2.OPEN&&(websocket._maxPendingAutoPongs>0&&websocket._pendingAutoPongs>=websocket._maxPendingAutoPongs?websocket.
terminate():(websocket._pendingAutoPongs++,websocket.pong(data,!this._isServer,websocket._autoPongComplete))),websocket.emit("ping",data)}function autoPongComplete(websocket){
websocket._pendingAutoPongs--}function receiverOnPong(data){this[kWebSocket].emit("pong",data)}function resume2(stream){stream.resume()}function senderOnError(err){
let websocket=this[kWebSocket];websocket.readyState!==WebSocket2.CLOSED&&(websocket.readyState===WebSocket2.OPEN&&(websocket._readyState=WebSocket2.CLOSING,setCloseTimer(
websocket)),this._socket.end(),websocket._errorEmitted||(websocket._errorEmitted=!0,websocket.emit("error",err)))}function setCloseTimer(websocket){websocket._closeTimer=
setTimeout(websocket._socket.destroy.bind(websocket._socket),websocket._closeTimeout)}function socketOnClose(){let websocket=this[kWebSocket];if(this.removeListener(
"close",socketOnClose),this.removeListener("data",socketOnData),this.removeListener("end",socketOnEnd),websocket._readyState=WebSocket2.CLOSING,!this._readableState.
endEmitted&&!websocket._closeFrameReceived&&!websocket._receiver._writableState.errorEmitted&&this._readableState.length!==0){let chunk=this.read(this._readableState.
length);websocket._receiver.write(chunk)}websocket._receiver.end(),this[kWebSocket]=void 0,clearTimeout(websocket._closeTimer),websocket._receiver._writableState.
finished||websocket._receiver._writableState.errorEmitted?websocket.emitClose():(websocket._receiver.on("error",receiverOnFinish),websocket._receiver.on("finish",
receiverOnFinish))}function socketOnData(chunk){this[kWebSocket]._receiver.write(chunk)||this.pause()}function socketOnEnd(){let websocket=this[kWebSocket];websocket.
_readyState=WebSocket2.CLOSING,websocket._receiver.end(),this.end()}function socketOnError(){let websocket=this[kWebSocket];this.removeListener("error",socketOnError),
this.on("error",NOOP),websocket&&(websocket._readyState=WebSocket2.CLOSING,this.destroy())}}});var require_stream=__commonJS({"node_modules/ws/lib/stream.js"(exports2,module2){"use strict";var WebSocket2=require_websocket(),{Duplex:Duplex2}=require("stream");
function emitClose(stream){stream.emit("close")}function duplexOnEnd(){!this.destroyed&&this._writableState.finished&&this.destroy()}function duplexOnError(err){
this.removeListener("error",duplexOnError),this.destroy(),this.listenerCount("error")===0&&this.emit("error",err)}function createWebSocketStream2(ws,options){let terminateOnDestroy=!0,
duplex=new Duplex2({...options,autoDestroy:!1,emitClose:!1,objectMode:!1,writableObjectMode:!1});return ws.on("message",function(msg,isBinary){let data=!isBinary&&
duplex._readableState.objectMode?msg.toString():msg;duplex.push(data)||ws.pause()}),ws.once("error",function(err){duplex.destroyed||(terminateOnDestroy=!1,duplex.
destroy(err))}),ws.once("close",function(){duplex.destroyed||duplex.push(null)}),duplex._destroy=function(err,callback){if(ws.readyState===ws.CLOSED){callback(err),
process.nextTick(emitClose,duplex);return}let called=!1;ws.once("error",function(err2){called=!0,callback(err2)}),ws.once("close",function(){called||callback(err),
process.nextTick(emitClose,duplex)}),terminateOnDestroy&&ws.terminate()},duplex._final=function(callback){if(ws.readyState===ws.CONNECTING){ws.once("open",function(){
duplex._final(callback)});return}ws._socket!==null&&(ws._socket._writableState.finished?(callback(),duplex._readableState.endEmitted&&duplex.destroy()):(ws._socket.
once("finish",function(){callback()}),ws.close()))},duplex._read=function(){ws.isPaused&&ws.resume()},duplex._write=function(chunk,encoding,callback){if(ws.readyState===
ws.CONNECTING){ws.once("open",function(){duplex._write(chunk,encoding,callback)});return}ws.send(chunk,callback)},duplex.on("end",duplexOnEnd),duplex.on("error",
duplexOnError),duplex}module2.exports=createWebSocketStream2}});var require_subprotocol=__commonJS({"node_modules/ws/lib/subprotocol.js"(exports2,module2){"use strict";var{tokenChars}=require_validation();function parse3(header){
let protocols=new Set,start=-1,end=-1,i=0;for(i;i<header.length;i++){let code2=header.charCodeAt(i);if(end===-1&&tokenChars[code2]===1)start===-1&&(start=i);else if(i!==
0&&(code2===32||code2===9))end===-1&&start!==-1&&(end=i);else if(code2===44){if(start===-1)throw new SyntaxError(`Unexpected character at index ${i}`);end===-1&&
(end=i);let protocol2=header.slice(start,end);if(protocols.has(protocol2))throw new SyntaxError(`The "${protocol2}" subprotocol is duplicated`);protocols.add(protocol2),
start=end=-1}else throw new SyntaxError(`Unexpected character at index ${i}`)}if(start===-1||end!==-1)throw new SyntaxError("Unexpected end of input");let protocol=header.
slice(start,i);if(protocols.has(protocol))throw new SyntaxError(`The "${protocol}" subprotocol is duplicated`);return protocols.add(protocol),protocols}module2.
exports={parse:parse3}}});var require_websocket_server=__commonJS({"node_modules/ws/lib/websocket-server.js"(exports2,module2){"use strict";var EventEmitter2=require("events"),http2=require("http"),
{Duplex:Duplex2}=require("stream"),{createHash:createHash5}=require("crypto"),extension2=require_extension(),PerMessageDeflate2=require_permessage_deflate(),subprotocol2=require_subprotocol(),
WebSocket2=require_websocket(),{CLOSE_TIMEOUT,GUID,kWebSocket}=require_constants4(),keyRegex=/^[+/0-9A-Za-z]{22}==$/,RUNNING=0,CLOSING=1,CLOSED=2,WebSocketServer2=class extends EventEmitter2{constructor(options,callback){
if(super(),options={allowSynchronousEvents:!0,autoPong:!0,maxBufferedChunks:256*1024,maxFragments:16*1024,maxPayload:100*1024*1024,maxPendingAutoPongs:60,skipUTF8Validation:!1,
perMessageDeflate:!1,handleProtocols:null,clientTracking:!0,closeTimeout:CLOSE_TIMEOUT,verifyClient:null,noServer:!1,backlog:null,server:null,host:null,path:null,
port:null,WebSocket:WebSocket2,...options},options.port==null&&!options.server&&!options.noServer||options.port!=null&&(options.server||options.noServer)||options.
server&&options.noServer)throw new TypeError('One and only one of the "port", "server", or "noServer" options must be specified');if(options.port!=null?(this._server=
http2.createServer((req,res)=>{let body2=http2.STATUS_CODES[426];res.writeHead(426,{"Content-Length":body2.length,"Content-Type":"text/plain"}),res.end(body2)}),
this._server.listen(options.port,options.host,options.backlog,callback)):options.server&&(this._server=options.server),this._server){let emitConnection=this.emit.
bind(this,"connection");this._removeListeners=addListeners(this._server,{listening:this.emit.bind(this,"listening"),error:this.emit.bind(this,"error"),upgrade:(req,socket,head)=>{
this.handleUpgrade(req,socket,head,emitConnection)}})}options.perMessageDeflate===!0&&(options.perMessageDeflate={}),options.clientTracking&&(this.clients=new Set,
this._shouldEmitClose=!1),this.options=options,this._state=RUNNING}address(){if(this.options.noServer)throw new Error('The server is operating in "noServer" mod\
e');return this._server?this._server.address():null}close(cb){if(this._state===CLOSED){cb&&this.once("close",()=>{cb(new Error("The server is not running"))}),process.
nextTick(emitClose,this);return}if(cb&&this.once("close",cb),this._state!==CLOSING)if(this._state=CLOSING,this.options.noServer||this.options.server)this._server&&
(this._removeListeners(),this._removeListeners=this._server=null),this.clients?this.clients.size?this._shouldEmitClose=!0:process.nextTick(emitClose,this):process.
nextTick(emitClose,this);else{let server=this._server;this._removeListeners(),this._removeListeners=this._server=null,server.close(()=>{emitClose(this)})}}shouldHandle(req){
if(this.options.path){let index=req.url.indexOf("?");if((index!==-1?req.url.slice(0,index):req.url)!==this.options.path)return!1}return!0}handleUpgrade(req,socket,head,cb){
socket.on("error",socketOnError);let key=req.headers["sec-websocket-key"],upgrade=req.headers.upgrade,version2=+req.headers["sec-websocket-version"];if(req.method!==
"GET"){abortHandshakeOrEmitwsClientError(this,req,socket,405,"Invalid HTTP method");return}if(upgrade===void 0||upgrade.toLowerCase()!=="websocket"){abortHandshakeOrEmitwsClientError(
this,req,socket,400,"Invalid Upgrade header");return}if(key===void 0||!keyRegex.test(key)){abortHandshakeOrEmitwsClientError(this,req,socket,400,"Missing or inv\
alid Sec-WebSocket-Key header");return}if(version2!==13&&version2!==8){abortHandshakeOrEmitwsClientError(this,req,socket,400,"Missing or invalid Sec-WebSocket-V\
ersion header",{"Sec-WebSocket-Version":"13, 8"});return}if(!this.shouldHandle(req)){abortHandshake(socket,400);return}let secWebSocketProtocol=req.headers["sec\
-websocket-protocol"],protocols=new Set;if(secWebSocketProtocol!==void 0)try{protocols=subprotocol2.parse(secWebSocketProtocol)}catch{abortHandshakeOrEmitwsClientError(
this,req,socket,400,"Invalid Sec-WebSocket-Protocol header");return}let secWebSocketExtensions=req.headers["sec-websocket-extensions"],extensions={};if(this.options.
perMessageDeflate&&secWebSocketExtensions!==void 0){let perMessageDeflate=new PerMessageDeflate2({...this.options.perMessageDeflate,isServer:!0,maxPayload:this.
options.maxPayload});try{let offers=extension2.parse(secWebSocketExtensions);offers[PerMessageDeflate2.extensionName]&&(perMessageDeflate.accept(offers[PerMessageDeflate2.
extensionName]),extensions[PerMessageDeflate2.extensionName]=perMessageDeflate)}catch{abortHandshakeOrEmitwsClientError(this,req,socket,400,"Invalid or unaccept\
able Sec-WebSocket-Extensions header");return}}if(this.options.verifyClient){let info={origin:req.headers[`${version2===8?"sec-websocket-origin":"origin"}`],secure:!!(req.
socket.authorized||req.socket.encrypted),req};if(this.options.verifyClient.length===2){this.options.verifyClient(info,(verified,code2,message,headers3)=>{if(!verified)
return abortHandshake(socket,code2||401,message,headers3);this.completeUpgrade(extensions,key,protocols,req,socket,head,cb)});return}if(!this.options.verifyClient(
info))return abortHandshake(socket,401)}this.completeUpgrade(extensions,key,protocols,req,socket,head,cb)}completeUpgrade(extensions,key,protocols,req,socket,head,cb){
if(!socket.readable||!socket.writable)return socket.destroy();if(socket[kWebSocket])throw new Error("server.handleUpgrade() was called more than once with the s\
ame socket, possibly due to a misconfiguration");if(this._state>RUNNING)return abortHandshake(socket,503);let headers3=["HTTP/1.1 101 Switching Protocols","Upgr\
ade: websocket","Connection: Upgrade",`Sec-WebSocket-Accept: ${createHash5("sha1").update(key+GUID).digest("base64")}`],ws=new this.options.WebSocket(null,void 0,
this.options);if(protocols.size){let protocol=this.options.handleProtocols?this.options.handleProtocols(protocols,req):protocols.values().next().value;protocol&&
(headers3.push(`Sec-WebSocket-Protocol: ${protocol}`),ws._protocol=protocol)}if(extensions[PerMessageDeflate2.extensionName]){let params=extensions[PerMessageDeflate2.
extensionName].params,value=extension2.format({[PerMessageDeflate2.extensionName]:[params]});headers3.push(`Sec-WebSocket-Extensions: ${value}`),ws._extensions=
extensions}this.emit("headers",headers3,req),socket.write(headers3.concat(`\r
`).join(`\r
`)),socket.removeListener("error",socketOnError),ws.setSocket(socket,head,{allowSynchronousEvents:this.options.allowSynchronousEvents,maxBufferedChunks:this.options.
maxBufferedChunks,maxFragments:this.options.maxFragments,maxPayload:this.options.maxPayload,skipUTF8Validation:this.options.skipUTF8Validation}),this.clients&&(this.
clients.add(ws),ws.on("close",()=>{this.clients.delete(ws),this._shouldEmitClose&&!this.clients.size&&process.nextTick(emitClose,this)})),cb(ws,req)}};module2.exports=
WebSocketServer2;function addListeners(server,map){for(let event of Object.keys(map))server.on(event,map[event]);return function(){for(let event of Object.keys(
map))server.removeListener(event,map[event])}}function emitClose(server){server._state=CLOSED,server.emit("close")}function socketOnError(){this.destroy()}function abortHandshake(socket,code2,message,headers3){
message=message||http2.STATUS_CODES[code2],headers3={Connection:"close","Content-Type":"text/html","Content-Length":Buffer.byteLength(message),...headers3},socket.
once("finish",socket.destroy),socket.end(`HTTP/1.1 ${code2} ${http2.STATUS_CODES[code2]}\r
`+Object.keys(headers3).map(h=>`${h}: ${headers3[h]}`).join(`\r
`)+`\r
\r
`+message)}function abortHandshakeOrEmitwsClientError(server,req,socket,code2,message,headers3){if(server.listenerCount("wsClientError")){let err=new Error(message);
Error.captureStackTrace(err,abortHandshakeOrEmitwsClientError),server.emit("wsClientError",err,socket,req)}else abortHandshake(socket,code2,message,headers3)}}});var wrapper_exports={};__export(wrapper_exports,{PerMessageDeflate:()=>import_permessage_deflate.default,Receiver:()=>import_receiver.default,Sender:()=>import_sender.default,
WebSocket:()=>import_websocket.default,WebSocketServer:()=>import_websocket_server.default,createWebSocketStream:()=>import_stream.default,default:()=>wrapper_default,
extension:()=>import_extension.default,subprotocol:()=>import_subprotocol.default});var import_stream,import_extension,import_permessage_deflate,import_receiver,
import_sender,import_subprotocol,import_websocket,import_websocket_server,wrapper_default,init_wrapper=__esm({"node_modules/ws/wrapper.mjs"(){import_stream=__toESM(require_stream(),1),
import_extension=__toESM(require_extension(),1),import_permessage_deflate=__toESM(require_permessage_deflate(),1),import_receiver=__toESM(require_receiver(),1),
import_sender=__toESM(require_sender(),1),import_subprotocol=__toESM(require_subprotocol(),1),import_websocket=__toESM(require_websocket(),1),import_websocket_server=
__toESM(require_websocket_server(),1),wrapper_default=import_websocket.default}});async function openWebSocket(request2,dependencies,over){let{credentials,config}=dependencies,{intent}=request2,shown3=await credentials.current(),first=await dial(
request2,shown3,dependencies,over);if(first.kind==="open")return first.stream;if(first.answer.status!==401)throw errorFromAnswer(intent,first.answer,config.origin);
let next=await credentials.renew(shown3);if(!next)throw errorFromAnswer(intent,first.answer,config.origin);let second=await dial(request2,next,dependencies,over);
if(second.kind==="open")return second.stream;throw errorFromAnswer(intent,second.answer,config.origin)}async function dial({path:path12,protocol,intent},shown3,dependencies,over){
let{config,transport,timeout,signal}=dependencies,{WebSocket:WebSocket2}=await Promise.resolve().then(()=>(init_wrapper(),wrapper_exports)),{options,agent}=await transport.
connection(shown3),headers3={...config.impersonate};shown3.authorization!==null&&(headers3.authorization=shown3.authorization);let failure2=error=>new KubeError(
"connection",`${intent.verb} ${intent.what}: ${messageOf(error)} (server ${config.server})`,{cause:error});return new Promise((resolve6,reject)=>{if(signal?.aborted)
return reject(signal.reason);let{ca,cert,key,servername,rejectUnauthorized}=options,tls4={ca,cert,key,servername,rejectUnauthorized},socket=new WebSocket2(`${config.
server.replace(/^http/,"ws")}${path12}`,[protocol],{...tls4,agent,headers:headers3,handshakeTimeout:timeout,perMessageDeflate:!1}),onAbort=()=>{reject(signal?.reason),
socket.terminate()},done2=()=>signal?.removeEventListener("abort",onAbort);signal?.addEventListener("abort",onAbort,{once:!0}),socket.on("error",error=>{done2(),
reject(failure2(error))}),socket.once("open",()=>{done2(),resolve6({kind:"open",stream:over(socket)})}),socket.once("unexpected-response",(_request,response)=>{
readAnswer(response).then(answer3=>{done2(),resolve6({kind:"refused",answer:answer3})})})})}function readAnswer(response){let connection=response.socket;return new Promise(
resolve6=>{let chunks=[],finish2=()=>{connection.destroy();let body2=Buffer.concat(chunks).toString("utf8");resolve6({status:response.statusCode??0,headers:response.
headers,body:body2})};response.on("data",chunk=>chunks.push(chunk)),response.on("error",finish2),response.on("close",finish2)})}var init_web_socket=__esm({"src/\
kube/web-socket.ts"(){"use strict";init_errors();init_api_error();init_client()}});var port_forward_exports={};__export(port_forward_exports,{openPortForward:()=>openPortForward});function openPortForward(pod2,dependencies){let request2={path:`\
/api/v1/namespaces/${encodeURIComponent(pod2.namespace)}/pods/${encodeURIComponent(pod2.name)}/portforward?ports=${pod2.port}`,protocol:PROTOCOL,intent:{verb:"p\
ort-forward to",what:labelOf2(pod2),write:!1,rbac:{verbs:["get","create"],resource:"pods/portforward",group:"",namespace:pod2.namespace}}};return openWebSocket(
request2,dependencies,socket=>streamOver(socket,pod2))}function streamOver(socket,pod2){let headerLeft=[PORT_BYTES,PORT_BYTES],ended2=!1,stream=new import_node_stream.Duplex(
{read:()=>socket.resume(),write(chunk,_encoding,done2){socket.send(Buffer.concat([Buffer.of(DATA),chunk]),{binary:!0},error=>done2(error??null))},final(done2){ended2=
!0,socket.close(),done2()},destroy(error,done2){ended2=!0,socket.terminate(),done2(error)}}),failing=!1;function fail(text3){failing=!0,setImmediate(()=>stream.
destroy(new KubeError("connection",`port-forward to ${labelOf2(pod2)}: ${text3}`)))}return stream.on("error",()=>{}),socket.on("message",raw=>{let message=Buffer.
isBuffer(raw)?raw:Buffer.concat(Array.isArray(raw)?raw:[Buffer.from(raw)]),channel=message[0]??DATA,skip=Math.min(headerLeft[channel]??0,message.length-1);headerLeft[channel]=
(headerLeft[channel]??0)-skip;let content=message.subarray(1+skip);if(content.length!==0){if(channel!==DATA)return fail(reasonOf2(content.toString("utf8")));stream.
push(content)||socket.pause()}}),socket.on("error",error=>{ended2||fail(messageOf(error))}),socket.on("close",()=>{!stream.destroyed&&!failing&&stream.push(null)}),
stream}function reasonOf2(text3){return/connect: (connection refused|connection timed out|no route to host|network is unreachable)/.exec(text3)?.[1]??text3.trim()}
var import_node_stream,PROTOCOL,DATA,PORT_BYTES,labelOf2,init_port_forward=__esm({"src/kube/port-forward.ts"(){"use strict";import_node_stream=require("node:stream");
init_errors();init_client();init_web_socket();PROTOCOL="v4.channel.k8s.io",DATA=0,PORT_BYTES=2;labelOf2=pod2=>`pod ${pod2.namespace}/${pod2.name}:${pod2.port}`}});var pod_logs_exports={};__export(pod_logs_exports,{openPodLogs:()=>openPodLogs});async function openPodLogs({namespace,name,container:container2,since,previous},dependencies){
let{credentials,config}=dependencies,query2=new URLSearchParams({container:container2,timestamps:"true"});since!==null&&query2.set("sinceTime",new Date(Math.floor(
since/1e3)*1e3).toISOString().replace(".000Z","Z")),previous&&query2.set("previous","true");let intent={verb:"read the log of",what:`container ${container2} in \
pod ${namespace}/${name}`,write:!1,rbac:{verbs:["get"],resource:"pods/log",group:"",namespace}},path12=`/api/v1/namespaces/${encodeURIComponent(namespace)}/pods\
/${encodeURIComponent(name)}/log?${query2.toString()}`,shown3=await credentials.current(),response=await ask2(path12,intent,shown3,dependencies);if(response.statusCode===
401){response.destroy();let next=await credentials.renew(shown3);next&&(response=await ask2(path12,intent,next,dependencies))}if(response.statusCode===200)return import_node_stream2.Readable.
from(chunksOf(response,intent,dependencies.timeout),{objectMode:!1});let answer3=await readAnswer(response);if(answer3.status===400&&/is waiting to start|previous terminated container/.
test(answer3.body))return null;throw errorFromAnswer(intent,answer3,config.origin)}async function ask2(path12,intent,shown3,{config,transport,timeout,signal}){let{
options,agent}=await transport.connection(shown3),secure=options.protocol==="https:",{request:open2}=secure?await Promise.resolve().then(()=>__toESM(require("node:https"),1)):
await Promise.resolve().then(()=>__toESM(require("node:http"),1)),headers3={};for(let[name,value]of Object.entries(config.impersonate))headers3[name]=typeof value==
"string"?value:[...value];shown3.authorization!==null&&(headers3.authorization=shown3.authorization);let base=new URL(config.server).pathname.replace(/\/$/,"");
return new Promise((resolve6,reject)=>{let fail=error=>reject(signal?.aborted?signal.reason:new KubeError("connection",`${intent.verb} ${intent.what}: ${messageOf(
error)} (server ${config.server})`,{cause:error})),request2=open2({...options,agent:agent??!1,path:base+path12,headers:headers3,signal}),timer=setTimeout(()=>request2.
destroy(new Error(`no answer within ${timeout/1e3}s`)),timeout);request2.once("close",()=>clearTimeout(timer)),request2.once("error",fail),request2.once("respon\
se",response=>{clearTimeout(timer),request2.on("error",()=>{}),resolve6(response)}),request2.end()})}async function*chunksOf(response,intent,timeout){let chunks=response[Symbol.
asyncIterator](),silent=()=>response.destroy(new Error(`nothing came for ${timeout/1e3}s`));try{for(;;){let timer=setTimeout(silent,timeout),next=await chunks.next().
finally(()=>clearTimeout(timer));if(next.done===!0)return;yield next.value}}catch(error){throw new KubeError("connection",`${intent.verb} ${intent.what}: ${messageOf(
error)}`,{cause:error})}finally{response.destroy()}}var import_node_stream2,init_pod_logs=__esm({"src/kube/pod-logs.ts"(){"use strict";import_node_stream2=require("node:stream");
init_errors();init_api_error();init_client();init_web_socket()}});var pod_exec_exports={};__export(pod_exec_exports,{openPodOutput:()=>openPodOutput});function openPodOutput(target,dependencies){let{namespace,name,container:container2,
command}=target,query2=new URLSearchParams({container:container2,stdout:"true",stderr:"true"});for(let word of command)query2.append("command",word);let what3=`${command.
join(" ")} in container ${container2} of pod ${namespace}/${name}`,request2={path:`/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(
name)}/exec?${query2.toString()}`,protocol:PROTOCOL2,intent:{verb:"run",what:what3,write:!1,rbac:{verbs:["get","create"],resource:"pods/exec",group:"",namespace}}};
return openWebSocket(request2,dependencies,socket=>outputOf(socket,what3))}function outputOf(socket,what3){let ended2=!1,said="",stream=new import_node_stream3.Readable(
{read:()=>socket.resume(),destroy(error,done2){ended2=!0,socket.terminate(),done2(error)}});stream.on("error",()=>{});let fail=text3=>{ended2||(ended2=!0,setImmediate(
()=>stream.destroy(new KubeError("connection",`run ${what3}: ${text3}`))))};return socket.on("message",raw=>{let message=Buffer.isBuffer(raw)?raw:Buffer.concat(
Array.isArray(raw)?raw:[Buffer.from(raw)]),content=message.subarray(1),[channel]=message;if(channel===STDOUT)content.length>0&&!stream.push(content)&&socket.pause();else if(channel===
STDERR)said=(said+content.toString("utf8")).slice(0,MOST_STDERR);else if(channel===STATUS){let failure2=failureOf2(content.toString("utf8"),said);if(failure2!==
null)return fail(failure2);if(ended2)return;ended2=!0,stream.push(null)}}),socket.on("error",error=>fail(messageOf(error))),socket.on("close",()=>fail("the conn\
ection ended before the command did")),stream}function failureOf2(status2,said){let value={};try{value=JSON.parse(status2)}catch{}return value.status==="Success"?
null:said.trim()||(value.message??status2.trim())}var import_node_stream3,PROTOCOL2,STDOUT,STDERR,STATUS,MOST_STDERR,init_pod_exec=__esm({"src/kube/pod-exec.ts"(){
"use strict";import_node_stream3=require("node:stream");init_errors();init_client();init_web_socket();PROTOCOL2="v5.channel.k8s.io",STDOUT=1,STDERR=2,STATUS=3,MOST_STDERR=
2e3}});function createKubeClient(config,options={}){let{signal,environment={}}=options,clock=options.clock??systemClock,requestTimeout=options.requestTimeout??3e4,transport=createTransport(
config,proxyFor(new URL(config.server),config.proxyUrl,options.proxy)),credentials=createCredentials(config,{clock,environment,signal,secrets:options.secrets}),
time=serverTime(clock),send2=createRequester(config,transport,credentials,{requestTimeout,clock,signal,fence:options.fence,onRequest:options.onRequest,time,userAgent:options.
userAgent??"shiftgate",random:options.random??Math.random,retries:{...DEFAULT_RETRIES,...options.retries}}),resourceOf=createDiscovery(send2,config.origin),streaming={
config,transport,credentials,timeout:requestTimeout,signal},streams=new Set;function kept(stream){let end=()=>stream.destroy();return streams.add(end),stream.once(
"close",()=>streams.delete(end)),stream}async function locate2(ref2,verb){let resource=await resourceOf(ref2.apiVersion,ref2.kind);if(!resource){let text3=`the \
server does not know the kind ${ref2.kind} of ${ref2.apiVersion}; its CRD may not be installed`;throw new KubeError("not-found",`${verb} ${describe(ref2)}: ${text3}`,
{status:404})}return{resource,namespace:resource.namespaced?ref2.namespace??config.namespace:void 0}}async function write2(request2){let{ref:ref2,verb,method,body:body2,
contentType}=request2,{resource,namespace}=await locate2(ref2,verb),intent={verb,what:describe(ref2),write:!0,testedPatch:request2.testedPatch,rbac:{verbs:request2.
rbacVerbs,resource:resource.plural,group:groupOf(ref2.apiVersion),namespace}},path12=resourcePath(ref2.apiVersion,resource,{namespace,name:request2.collection?void 0:
ref2.name}),answer3=await send2({intent,method,path:path12+(request2.query??""),body:body2,contentType});return{intent,answer:answer3}}async function writeObject(request2){
let{intent,answer:answer3}=await write2(request2);return parseAnswer(intent,answer3,config.origin)}async function page(query2,path12,intent,token){let parameters=new URLSearchParams(
{limit:String(PAGE)});query2.labelSelector&&parameters.set("labelSelector",query2.labelSelector),query2.fieldSelector&&parameters.set("fieldSelector",query2.fieldSelector),
token&&parameters.set("continue",token);let answer3=await send2({intent,method:"GET",path:`${path12}?${parameters.toString()}`});if(isApiNotFound(answer3))return{
items:[],next:"",expired:!1};if(answer3.status===410&&token)return{items:[],next:"",expired:!0};let list2=parseAnswer(intent,answer3,config.origin);return{items:(list2.
items??[]).map(item=>({...item,apiVersion:query2.apiVersion,kind:query2.kind})),next:list2.metadata?.continue??"",expired:!1}}return{server:config.server,namespace:config.
namespace,async get(ref2){let resource=await resourceOf(ref2.apiVersion,ref2.kind);if(!resource)return null;let namespace=resource.namespaced?ref2.namespace??config.
namespace:void 0,intent={verb:"GET",what:describe(ref2),write:!1,rbac:{verbs:["get"],resource:resource.plural,group:groupOf(ref2.apiVersion),namespace}},path12=resourcePath(
ref2.apiVersion,resource,{namespace,name:ref2.name}),answer3=await send2({intent,method:"GET",path:path12});return isApiNotFound(answer3)?null:parseAnswer(intent,
answer3,config.origin)},async list(query2){let resource=await resourceOf(query2.apiVersion,query2.kind);if(!resource)return[];let namespace=resource.namespaced?
query2.namespace:void 0,intent={verb:"LIST",what:`${query2.kind} in ${namespace?`namespace ${namespace}`:"the cluster"}`,write:!1,rbac:{verbs:["list"],resource:resource.
plural,group:groupOf(query2.apiVersion),namespace}},path12=resourcePath(query2.apiVersion,resource,{namespace});for(let restart=0;restart<=LIST_RESTARTS;restart++){
let items=[],next="",expired=!1;do{let part=await page(query2,path12,intent,next);items.push(...part.items),next=part.next,expired=part.expired}while(next!=="");
if(!expired)return items}throw new KubeError("server",`LIST ${intent.what}: the list changed too fast to be read (410 Gone)`,{status:410})},create:object2=>writeObject(
{ref:refOf(object2),verb:"CREATE",method:"POST",rbacVerbs:["create"],query:`?fieldManager=${FIELD_MANAGER}`,body:object2,collection:!0}),async replace(object2,{
strict=!1}={}){let ref2=refOf(object2);if(!object2.metadata.resourceVersion)throw unguarded("PUT",ref2,"metadata.resourceVersion is missing");let query2=`?field\
Manager=${FIELD_MANAGER}${strict?"&fieldValidation=Strict":""}`;return writeObject({ref:ref2,verb:"PUT",method:"PUT",rbacVerbs:["update"],query:query2,body:object2})},
apply(object2,{force}){let{managedFields:_ours,...metadata}=object2.metadata;return writeObject({ref:refOf(object2),verb:"APPLY",method:"PATCH",rbacVerbs:["patc\
h","create"],query:`?fieldManager=${FIELD_MANAGER}&force=${force}`,body:{...object2,metadata},contentType:"application/apply-patch+yaml"})},patch:(ref2,patch)=>writeObject(
{ref:ref2,verb:"PATCH",method:"PATCH",rbacVerbs:["patch"],query:`?fieldManager=${FIELD_MANAGER}`,body:patch,testedPatch:patch.some(({op})=>op==="test"),contentType:"\
application/json-patch+json"}),async delete(ref2,{uid,resourceVersion}){if(!uid&&!resourceVersion)throw unguarded("DELETE",ref2,"neither uid nor resourceVersion\
 is given");let body2={apiVersion:"v1",kind:"DeleteOptions",propagationPolicy:"Background",preconditions:{uid,resourceVersion}},{intent,answer:answer3}=await write2(
{ref:ref2,verb:"DELETE",method:"DELETE",rbacVerbs:["delete"],body:body2});if(isApiNotFound(answer3))return!1;if(answer3.status<200||answer3.status>299)throw errorFromAnswer(
intent,answer3,config.origin);return!0},async connect(pod2){let{openPortForward:openPortForward2}=await Promise.resolve().then(()=>(init_port_forward(),port_forward_exports));
return kept(await openPortForward2(pod2,streaming))},async logs(pod2){let{openPodLogs:openPodLogs2}=await Promise.resolve().then(()=>(init_pod_logs(),pod_logs_exports)),
stream=await openPodLogs2(pod2,streaming);return stream&&kept(stream)},async output(pod2){let{openPodOutput:openPodOutput2}=await Promise.resolve().then(()=>(init_pod_exec(),pod_exec_exports));
return kept(await openPodOutput2(pod2,streaming))},timestamp:()=>time.timestamp(),close(){for(let end of streams)end();transport.close()}}}function unguarded(verb,ref2,text3){
return new KubeError("invalid",`${verb} ${describe(ref2)}: ${text3}; a write without it could overwrite somebody else's`)}var PAGE,LIST_RESTARTS,init_rest=__esm(
{"src/kube/rest.ts"(){"use strict";init_clock();init_api_error();init_client();init_credentials();init_discovery();init_object();init_proxy();init_requester();init_resources();
init_server_time();init_retry();init_transport();PAGE=500,LIST_RESTARTS=3}});function pathOf4(fields7,name){let path12=fields7.string(name);return path12===null?null:(0,import_node_path5.resolve)((0,import_node_path5.dirname)(fields7.file),
path12)}async function contentOf(fields7,name){let data=fields7.string(`${name}-data`);if(data!==null){let text4=Buffer.from(data,"base64").toString("utf8");if(!text4.
includes("-----BEGIN "))throw fields7.problem(`${name}-data`,"expected a PEM text in base64");return text4}let path12=pathOf4(fields7,name);if(path12===null)return null;
let text3;try{text3=await(0,import_promises5.readFile)(path12,"utf8")}catch(error){throw fields7.problem(name,`${path12} cannot be read: ${messageOf(error)}`,error)}
if(!text3.includes("-----BEGIN "))throw fields7.problem(name,`${path12} is no PEM file`);return text3}var import_promises5,import_node_path5,init_config_content=__esm(
{"src/kube/config-content.ts"(){"use strict";import_promises5=require("node:fs/promises"),import_node_path5=require("node:path");init_errors()}});async function inClusterConfig(pod2,namespace){let directory=pod2.directory??SERVICE_ACCOUNT,read3=async name=>{let path12=(0,import_node_path6.join)(directory,
name);try{return await(0,import_promises6.readFile)(path12,"utf8")}catch(error){throw new KubeError("config",`no kubeconfig given, and the pod's service account\
 cannot be used: ${path12}: ${messageOf(error)}; set automountServiceAccountToken, or name a file with --kubeconfig or KUBECONFIG`,{cause:error})}};await read3(
"token");let ca=await read3("ca.crt");return{server:`https://${pod2.host.includes(":")?`[${pod2.host}]`:pod2.host}:${pod2.port}`,namespace:namespace||(await read3(
"namespace")).trim()||"default",context:null,origin:`service account in ${directory}`,ca,insecure:!1,serverName:null,proxyUrl:null,clientCertificate:null,login:{
kind:"token-file",path:(0,import_node_path6.join)(directory,"token"),fallback:null},impersonate:{}}}var import_promises6,import_node_path6,SERVICE_ACCOUNT,init_in_cluster=__esm(
{"src/kube/in-cluster.ts"(){"use strict";import_promises6=require("node:fs/promises"),import_node_path6=require("node:path");init_errors();init_client();SERVICE_ACCOUNT=
"/var/run/secrets/kubernetes.io/serviceaccount"}});async function parseKubeconfig(text3,file2){let value;try{value=text3.trimStart().startsWith("{")?JSON.parse(text3):(await Promise.resolve().then(()=>__toESM(require_dist(),1))).
parse(text3)}catch(error){throw configError(file2,"",`is neither YAML nor JSON: ${messageOf(error)}`,error)}if(value==null&&(value={}),!isMapping(value))throw configError(
file2,"","is no kubeconfig: expected a mapping with clusters, users and contexts");let kind=value.kind??"Config";if(kind!=="Config")throw configError(file2,"kin\
d",`expected Config, got ${JSON.stringify(kind)}; this file is no kubeconfig`);return fieldsOf(value,file2,"")}async function readIfThere(path12){try{return await(0,import_promises7.readFile)(
path12,"utf8")}catch(error){if(error.code==="ENOENT")return null;throw new KubeError("config",`${path12}: cannot be read: ${messageOf(error)}`,{cause:error})}}function addEntries(into,root,list2,content){
for(let entry3 of root.list(list2)){let name=entry3.string("name");if(name===null)throw entry3.problem("name","is missing");if(into.has(name))continue;let raw=entry3.
raw(content)??{};into.set(name,fieldsOf(raw,root.file,`${list2}[${name}].${content}`))}}async function readKubeconfigs(paths){let files2=[],contexts=new Map,clusters=new Map,
users=new Map,currentContext=null;for(let path12 of paths){if(path12==="")continue;let text3=await readIfThere(path12);if(text3===null)continue;let root=await parseKubeconfig(
text3,path12);files2.push(path12),currentContext??=root.string("current-context"),addEntries(contexts,root,"contexts","context"),addEntries(clusters,root,"clust\
ers","cluster"),addEntries(users,root,"users","user")}return{files:files2,currentContext,contexts,clusters,users}}var import_promises7,init_kubeconfig_file=__esm(
{"src/kube/kubeconfig-file.ts"(){"use strict";import_promises7=require("node:fs/promises");init_errors();init_client();init_config_fields()}});function userLogin(user,cluster){let token=user.string("token"),tokenFile=pathOf4(user,"tokenFile"),username=user.string("username");if(username!==null&&(token!==
null||tokenFile!==null))throw user.problem("username","cannot be used together with a token; remove one of them");if(tokenFile!==null)return{kind:"token-file",path:tokenFile,
fallback:token};if(token!==null)return{kind:"token",token:headerSafe(token,user,"token")};if(username!==null)return{kind:"basic",username,password:user.string("\
password")??""};let exec2=user.fields("exec");if(exec2)return{kind:"exec",plugin:execPlugin(exec2,cluster)};let provider=user.fields("auth-provider");return provider?
legacyLogin(provider):{kind:"none"}}function headerSafe(token,user,name){let trimmed=token.trim();if(/[^\x21-\x7e]/.test(trimmed))throw user.problem(name,"conta\
ins characters that no token has");return trimmed}async function userCertificate(user){let cert=await contentOf(user,"client-certificate"),key=await contentOf(user,
"client-key");if(cert!==null&&key!==null)return{cert,key};if(cert!==null)throw user.problem("client-key","is missing; a client-certificate needs its key");if(key!==
null)throw user.problem("client-certificate","is missing; a client-key needs its certificate");return null}function impersonation(user){let headers3={},name=user.
string("as");name!==null&&(headers3["impersonate-user"]=name);let uid=user.string("as-uid");uid!==null&&(headers3["impersonate-uid"]=uid);let groups2=user.strings(
"as-groups");groups2.length>0&&(headers3["impersonate-group"]=groups2);let extra=user.fields("as-user-extra");for(let key of extra?.names()??[])headers3[`impers\
onate-extra-${encodeURIComponent(key).toLowerCase()}`]=extra.strings(key);return headers3}function execPlugin(exec2,cluster){let apiVersion=exec2.string("apiVer\
sion");if(apiVersion===null||!EXEC_VERSIONS.includes(apiVersion))throw exec2.problem("apiVersion",`expected ${EXEC_VERSIONS.join(" or ")}, got ${apiVersion??"no\
thing"}; update the plugin`);let command=exec2.string("command");if(command===null)throw exec2.problem("command","is missing");if(exec2.string("interactiveMode")===
"Always")throw exec2.problem("interactiveMode","Always needs a terminal, which a pipeline does not have; use a login that asks nobody (e.g. kubelogin convert-ku\
beconfig -l azurecli)");return{apiVersion,command:/[\\/]/.test(command)?(0,import_node_path7.resolve)((0,import_node_path7.dirname)(exec2.file),command):command,
args:exec2.strings("args"),env:exec2.list("env").map(entry3=>({name:entry3.string("name")??"",value:entry3.string("value")??""})),installHint:exec2.string("inst\
allHint"),cluster:exec2.boolean("provideClusterInfo")?cluster:null,where:`${exec2.file}: ${exec2.where}`}}function execCluster(cluster,facts){let own2=cluster.list(
"extensions").find(extension2=>extension2.string("name")==="client.authentication.k8s.io/exec");return{server:facts.server,"tls-server-name":facts.serverName??void 0,
"insecure-skip-tls-verify":facts.insecure||void 0,"certificate-authority-data":facts.ca===null?void 0:Buffer.from(facts.ca).toString("base64"),"proxy-url":facts.
proxyUrl??void 0,config:own2?.raw("extension")}}function legacyLogin(provider){let name=provider.string("name")??"",advice=EXEC_ADVICE[name]??"use an exec plugi\
n of your provider";if(name!=="oidc")throw provider.problem("name",`the auth-provider "${name}" is no longer supported; ${advice}`);let config=provider.fields("\
config"),token=config?.string("id-token")??null;if(!config||token===null)throw provider.problem("config.id-token",`is missing; ${advice}`);let expires=expiryOf(
token);if(expires===null)throw config.problem("id-token",`is no JSON web token; ${advice}`);if(expires*1e3<=Date.now())throw config.problem("id-token",`expired \
at ${new Date(expires*1e3).toISOString()}; ${advice}`);return{kind:"token",token:headerSafe(token,config,"id-token")}}function expiryOf(token){try{let payload=JSON.
parse(Buffer.from(token.split(".")[1]??"","base64url").toString("utf8")),{exp}=payload;return typeof exp=="number"?exp:null}catch{return null}}var import_node_path7,
EXEC_VERSIONS,EXEC_ADVICE,init_user=__esm({"src/kube/user.ts"(){"use strict";import_node_path7=require("node:path");init_config_content();EXEC_VERSIONS=["client\
.authentication.k8s.io/v1","client.authentication.k8s.io/v1beta1"];EXEC_ADVICE={azure:'use the exec plugin kubelogin: run "kubelogin convert-kubeconfig -l azure\
cli"',gcp:'install gke-gcloud-auth-plugin and run "gcloud container clusters get-credentials" again',oidc:"log in again, or use the exec plugin kubelogin (kubec\
tl oidc-login)"}}});async function loadKubeconfig(query2){let merged=await readKubeconfigs(query2.paths);if(merged.files.length===0){if(query2.inCluster)return inClusterConfig(query2.
inCluster,query2.namespace);let looked=query2.paths.filter(path12=>path12!=="").join(", ");throw new KubeError("config",looked?`no kubeconfig found: ${looked} d\
oes not exist; name an existing file with --kubeconfig or KUBECONFIG`:"no kubeconfig given; name one with --kubeconfig or KUBECONFIG")}return resolveContext(merged,
query2)}async function resolveContext(merged,query2){let files2=merged.files.join(", "),contextName=query2.context||merged.currentContext;if(!contextName)throw new KubeError(
"config",`${files2}: current-context is not set; choose one with --context (known: ${known(merged.contexts)})`);let context=merged.contexts.get(contextName);if(!context)
throw new KubeError("config",`${files2}: there is no context "${contextName}" (known: ${known(merged.contexts)})`);let clusterName=context.string("cluster");if(clusterName===
null)throw context.problem("cluster","is missing; it must name a cluster");let cluster=merged.clusters.get(clusterName);if(!cluster)throw context.problem("clust\
er",`there is no cluster "${clusterName}" (known: ${known(merged.clusters)})`);let userName2=context.string("user"),user=userName2===null?fieldsOf({},context.file,
"user"):merged.users.get(userName2);if(!user)throw context.problem("user",`there is no user "${userName2}" (known: ${known(merged.users)})`);let server=serverOf(
cluster),ca=await contentOf(cluster,"certificate-authority"),insecure=cluster.boolean("insecure-skip-tls-verify");if(insecure&&ca!==null)throw cluster.problem("\
insecure-skip-tls-verify","cannot be true together with a certificate-authority; remove one of them");let common3={server,ca,insecure,serverName:cluster.string(
"tls-server-name"),proxyUrl:proxyOf(cluster)};return{...common3,namespace:query2.namespace||context.string("namespace")||"default",context:contextName,origin:`${context.
file}, context ${contextName}${userName2?`, user ${userName2}`:""}`,clientCertificate:await userCertificate(user),login:userLogin(user,execCluster(cluster,common3)),
impersonate:impersonation(user)}}function known(entries3){return[...entries3.keys()].sort().join(", ")||"none"}function serverOf(cluster){let text3=cluster.string(
"server");if(text3===null)throw cluster.problem("server","is missing; expected https://host[:port]");if(!/^https?:\/\//i.test(text3))throw cluster.problem("serv\
er",`expected https://host[:port], got "${text3}"`);try{let url2=new URL(text3);return`${url2.origin}${url2.pathname}`.replace(/\/+$/,"")}catch(error){throw cluster.
problem("server",`"${text3}" is no valid address: ${messageOf(error)}`,error)}}function proxyOf(cluster){let text3=cluster.string("proxy-url");if(text3===null)return null;
if(!/^(https?|socks5h?):\/\//i.test(text3)||!URL.canParse(text3))throw cluster.problem("proxy-url","expected http://, https:// or socks5:// with host and port");
return text3}var init_kubeconfig=__esm({"src/kube/kubeconfig.ts"(){"use strict";init_errors();init_client();init_config_fields();init_config_content();init_in_cluster();
init_kubeconfig_file();init_user()}});var init_setup_azure=__esm({"src/commands/setup-azure.ts"(){"use strict";init_duration();init_errors();init_arguments()}});function createPatience(clock){let failed2=0,free=0;return{async after({error,wait,free:uncounted},signal){if(uncounted&&free++<FREE)return;if(failed2++>=AGAIN||
wait!==null&&wait>LONGEST_WAIT)throw error;let backoff=FIRST_DELAY*2**(failed2-1);await clock.sleep(wait??backoff*(.75+Math.random()/2),signal)},progressed(){failed2=
0}}}async function withRetries(work,clock,signal){let patience=createPatience(clock);for(;;)try{return await work()}catch(error){if(!(error instanceof Interruption))
throw error;await patience.after(error,signal)}}function retryAfter(header,now){if(header===void 0)return null;let text3=header.trim();if(/^\d+$/.test(text3))return Number(
text3)*1e3;let date=Date.parse(text3);return Number.isNaN(date)?null:Math.max(0,date-now)}var Interruption,AGAIN,FREE,FIRST_DELAY,LONGEST_WAIT,init_attempts=__esm(
{"src/image/registry/attempts.ts"(){"use strict";Interruption=class extends Error{error;wait;free;constructor(error,facts={}){super(error.message),this.error=error,
this.wait=facts.wait??null,this.free=facts.free??!1}},AGAIN=5,FREE=2,FIRST_DELAY=500,LONGEST_WAIT=12e4}});async function exchange3(request2,connections){request2.signal?.throwIfAborted();let connection=await connections.to(request2.url),{request:open2}=connection.secure?
await Promise.resolve().then(()=>__toESM(require("node:https"),1)):await Promise.resolve().then(()=>__toESM(require("node:http"),1)),outgoing=open2({...connection.
options,method:request2.method,headers:{...request2.headers,...lengthOf(request2.body)}});return converse(outgoing,request2,connection)}function lengthOf(body2){
return body2===null?{}:body2.kind==="bytes"?{"content-length":String(body2.bytes.length)}:body2.length===null?{"transfer-encoding":"chunked"}:{"content-length":String(
body2.length)}}function converse(outgoing,request2,connection){let{signal,idle,body:body2,url:url2}=request2;return new Promise((resolve6,reject)=>{let answer3=null,
stopSending=()=>{},finish2=()=>signal?.removeEventListener("abort",onAbort);function fail(error){finish2(),stopSending(),answer3&&answer3.destroy(error),reject(
error),outgoing.destroy()}let onAbort=()=>fail(signal?.reason);signal?.addEventListener("abort",onAbort,{once:!0}),outgoing.setTimeout(idle,()=>{if(answer3&&answer3.
readableLength>0)return;let text3=`the server was silent for ${Math.round(idle/1e3)}s`;fail(new ConnectionFailure(text3,{transient:!0}))}),outgoing.on("error",error=>{
answer3||fail(failureOf3(error,connection,outgoing.reusedSocket))}),outgoing.on("proxyConnect",reply=>{if(reply.statusCode===200)return;let text3=`the proxy ${connection.
proxy??""} refused to connect: ${reply.statusCode} ${reply.statusText??""}`;fail(new ConnectionFailure(text3.trim(),{transient:reply.statusCode>=500}))}),outgoing.
on("response",message=>{answer3=message;let unsent=!outgoing.writableEnded;stopSending(),message.once("close",()=>{finish2(),unsent&&outgoing.destroy()}),resolve6(
{status:message.statusCode??0,headers:message.headers,message,url:url2})}),body2?.kind==="stream"?stopSending=pump(body2.open(),body2.length,outgoing,fail):outgoing.
end(body2?.bytes)})}function pump(source2,length,outgoing,fail){let sent=0,over=!1,stop=()=>{over=!0,source2.destroy()},wrong=(message,cause)=>{over||(stop(),fail(
new ContentFailure(message,{cause})))};return source2.on("data",chunk=>{if(!over){if(sent+=chunk.length,length!==null&&sent>length)return wrong(`it has more tha\
n the ${length} bytes that were announced`);outgoing.write(chunk)||source2.pause()}}),outgoing.on("drain",()=>source2.resume()),source2.on("end",()=>{if(!over){
if(length!==null&&sent<length)return wrong(`it ended after ${sent} of the ${length} bytes that were announced`);over=!0,outgoing.end()}}),source2.on("error",error=>wrong(
messageOf(error),error)),source2.on("close",()=>wrong(`it was closed after ${sent} bytes`)),stop}function failureOf3(error,{proxy},reused){let code2=error.code??
"",nested=error instanceof AggregateError?error.errors[0]:null,text3=CAUSES2[code2]??(error.message||(nested?messageOf(nested):code2));return new ConnectionFailure(
`${text3}${proxy===null?"":` (through the proxy ${proxy})`}`,{transient:!PERMANENT2.test(code2),stale:reused&&/^(ECONNRESET|EPIPE)$/.test(code2),code:code2,cause:error})}
async function readSmall(reply,limit){let chunks=[],size=0;try{for await(let chunk of reply.message){if(size+=chunk.length,size>limit)throw new ConnectionFailure(
`the answer is larger than ${limit} bytes`,{transient:!1});chunks.push(chunk)}}catch(error){if(error instanceof ConnectionFailure)throw error;let{code:code2}=error;
throw code2===void 0?error:new ConnectionFailure("the connection broke off in the middle of the answer",{transient:!0,cause:error})}return Buffer.concat(chunks)}
var ConnectionFailure,ContentFailure,NOT_TLS,PERMANENT2,UNTRUSTED2,CAUSES2,init_exchange3=__esm({"src/image/registry/exchange.ts"(){"use strict";init_errors();ConnectionFailure=
class extends Error{transient;stale;notTls;constructor(message,facts){super(message,{cause:facts.cause}),this.name="ConnectionFailure",this.transient=facts.transient,
this.stale=facts.stale??!1,this.notTls=NOT_TLS.test(facts.code??"")}},ContentFailure=class extends Error{},NOT_TLS=/^(EPROTO|ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST))$/,
PERMANENT2=/^(ENOTFOUND|EPROTO|ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_INVALID_|HPE_)/;UNTRUSTED2="its certificate is signed by an autho\
rity that is not trusted; give that certificate by --registry-ca, or in NODE_EXTRA_CA_CERTS",CAUSES2={ECONNREFUSED:"connection refused",ECONNRESET:"the connecti\
on was reset",EPIPE:"the connection was closed",ENOTFOUND:"there is no such host",UNABLE_TO_VERIFY_LEAF_SIGNATURE:UNTRUSTED2,UNABLE_TO_GET_ISSUER_CERT_LOCALLY:UNTRUSTED2,
SELF_SIGNED_CERT_IN_CHAIN:UNTRUSTED2,DEPTH_ZERO_SELF_SIGNED_CERT:UNTRUSTED2}}});var reference_exports={};__export(reference_exports,{hostOf:()=>hostOf,isLoopback:()=>isLoopback2,parseImageName:()=>parseImageName,parseRepository:()=>parseRepository});
function parseImageName(text3){let parsed2=parseImage(text3);if(!parsed2.ok)return parsed2;let{registry,repository:repository2,tag:tag2,digest}=parsed2.image,address2=registry===
null||isHub(registry)?onHub(repository2):at2(registry,repository2);return address2.name.length>LONGEST?{ok:!1,message:`image ${JSON.stringify(`${text3.slice(0,60)}\
…`)} has a name of ${address2.name.length} characters: registries take up to ${LONGEST}`}:{ok:!0,name:{repository:address2,tag:tag2,digest}}}function parseRepository(text3){
let parsed2=parseImageName(text3);if(!parsed2.ok)return parsed2;let{repository:repository2,tag:tag2,digest}=parsed2.name;if(tag2===null&&digest===null)return{ok:!0,
repository:repository2};let what3=tag2===null?"a digest":"the tag";return{ok:!1,message:`repository ${JSON.stringify(text3)} has ${what3}${tag2===null?"":` ${JSON.
stringify(tag2)}`}: expected ${repository2.name} alone`}}function isLoopback2(registry){let host=hostOf(registry);return host==="localhost"||host==="::1"||(0,import_node_net3.isIP)(
host)===4&&host.startsWith("127.")}function hostOf(registry){let bracketed=/^\[([^\]]*)\]/.exec(registry);return(bracketed?bracketed[1]:registry.replace(/:\d+$/,
"")).toLowerCase()}function onHub(repository2){let path12=repository2.includes("/")?repository2:`library/${repository2}`;return{name:`docker.io/${path12}`,registry:"\
docker.io",server:"registry-1.docker.io",path:path12}}function at2(registry,path12){return{name:`${registry}/${path12}`,registry,server:registry,path:path12}}var import_node_net3,
LONGEST,isHub,init_reference=__esm({"src/image/reference.ts"(){"use strict";import_node_net3=require("node:net");init_image();LONGEST=255;isHub=registry=>["dock\
er.io","index.docker.io","registry-1.docker.io"].includes(registry.toLowerCase())}});function saidBy(body2,secrets){let text3=body2.toString("utf8");return singleLine(secrets.hide(messagesIn(text3)??withoutMarkup(text3)),300)}function messagesIn(text3){
let value;try{value=JSON.parse(text3)}catch{return null}if(typeof value!="object"||value===null)return null;let fields7=value;if(Array.isArray(fields7.errors))return fields7.
errors.map(entry3=>describeEntry(entry3)).join("; ");let texts=["error","error_description","details","message"].map(name=>fields7[name]).filter(part=>typeof part==
"string"&&part!=="");return texts.length>0?texts.join(": "):null}function describeEntry(entry3){let{code:code2,message,detail}=entry3??{},shown3=[code2,message].
filter(part=>typeof part=="string"&&part!=="");if(detail!=null){let text3=typeof detail=="string"?detail:JSON.stringify(detail);text3!==""&&text3!=="{}"&&text3!==
"[]"&&shown3.push(`(${text3})`)}return shown3.join(" ")}function refusalOf(refusal2){let{address:address2,what:what3,status:status2,said}=refusal2,kind=kindOf2(
status2,said),answer3=said===""?`HTTP ${status2}`:`HTTP ${status2}: ${said}`,message=`cannot ${what3} ${address2.name}: ${answer3}; ${adviceFor(kind,refusal2)}`;
return new RegistryError(kind,message,{status:status2})}function kindOf2(status2,said){return isFull(status2,said)?"no-space":/DIGEST_INVALID|SIZE_INVALID/.test(
said)?"corrupt":status2===401?"unauthorized":status2===403?"denied":status2===404?"not-found":status2===429||status2>=500?"unavailable":"rejected"}function adviceFor(kind,{
address:address2,as,said}){if(IMMUTABLE.test(said))return'it lets this tag not be moved; leave it out of --tag and of "tags" in "image", or choose another one';
if(isContainerRegistry(address2.registry)&&["denied","not-found","rejected"].includes(kind))return containerRegistryIsGone(address2);switch(kind){case"unauthori\
zed":return`asked with ${as}; log in to ${address2.registry} first, for example by "docker login ${address2.registry}"`;case"denied":return`asked with ${as}, wh\
ich may not do this: ${roleFor(address2)}`;case"not-found":return`check the name${/NAME_UNKNOWN|not found/i.test(said)?`, and whether ${address2.registry} wants\
 its repositories to be created first`:""}`;case"no-space":return"free space in the registry, or raise its quota, and run this again";case"corrupt":return"the c\
ontent changed while it was sent, or on its way; run this again";case"rejected":return/NAME_INVALID/.test(said)?"choose another repository name":"the registry d\
oes not take it in this form";case"unavailable":case"unreachable":return"the registry did not recover while we waited; run this again"}}function roleFor({registry}){
let host=hostOf(registry);return isAzure(host)?"it needs the role AcrPush (to read: AcrPull) on the registry":isGoogle(host)?"it needs the role roles/artifactre\
gistry.writer (to read: reader) on the repository":"it needs the right to push to (or pull from) this repository"}function containerRegistryIsGone({registry,path:path12}){
let host=hostOf(registry),location={"eu.gcr.io":"europe","asia.gcr.io":"asia"}[host]??"us",project=path12.split("/")[0]??"PROJECT";return`${GONE}: create the re\
pository ("gcloud artifacts repositories create ${host} --repository-format=docker --location=${location} --project=${project}") and give the role roles/artifac\
tregistry.writer on it, or push to LOCATION-docker.pkg.dev/${project}/REPOSITORY`}var withoutMarkup,FULL,isFull,IMMUTABLE,GONE,isAzure,isContainerRegistry,isGoogle,
init_refusals=__esm({"src/image/registry/refusals.ts"(){"use strict";init_escape();init_reference();init_registry();withoutMarkup=text3=>/^\s*</.test(text3)?text3.
replace(/<[^>]*>/g," "):text3,FULL=/no space left|disk quota|quota (has been |is )?exceeded|exceed(s|ed)?\b.{0,40}\bquota|storage limit|"Err":(28|122)\b/i,isFull=
(status2,said)=>status2===507||(status2===500||status2===403||status2===412||status2===413)&&FULL.test(said);IMMUTABLE=/immutab|cannot be overwritten|TAG_INVALID|operation is disallowed/i;
GONE="Container Registry was shut down on 2025-03-18, and gcr.io names live on only in Artifact Registry";isAzure=host=>/\.azurecr\.(io|cn|us|de)$/.test(host),isContainerRegistry=
registry=>/^([a-z]+\.)?gcr\.io$/.test(hostOf(registry)),isGoogle=host=>isContainerRegistry(host)||/(^|[.-])docker\.pkg\.dev$/.test(host)}});async function askJson(question,{connections,clock,secrets,idle,userAgent},signal){let{url:url2,what:what3,form,authorization}=question,attempt2=async()=>{let reply=await exchange3(
{method:form?"POST":"GET",url:url2,headers:{"user-agent":userAgent,accept:"application/json",...form?{"content-type":"application/x-www-form-urlencoded"}:{},...authorization===
void 0?{}:{authorization}},body:form?{kind:"bytes",bytes:Buffer.from(new URLSearchParams(form).toString())}:null,idle,signal},connections),bytes=await readSmall(
reply,LARGEST);if(reply.status===200)return parse3(bytes);let said=saidBy(bytes,secrets),answer3=said===""?`HTTP ${reply.status}`:`HTTP ${reply.status}: ${said}`;
if(reply.status!==429&&reply.status<500)throw question.refused(answer3,reply.status);let message=`${url2.host} gives no ${what3.replace(/^an? /,"")}: ${answer3}\
; run this again later`,wait=retryAfter(reply.headers["retry-after"],Date.parse(clock.timestamp()));throw new Interruption(new RegistryError("unavailable",message,
{status:reply.status}),{wait})};return withRetries(()=>attempt2().catch(error=>{if(!(error instanceof ConnectionFailure))throw error;let message=`cannot reach ${url2.
host} to ask for ${what3}: ${secrets.hide(error.message)}`,failure2=new RegistryError("unreachable",message,{cause:error});throw error.transient?new Interruption(
failure2,{free:error.stale}):failure2}),clock,signal);function parse3(bytes){try{let value=JSON.parse(bytes.toString("utf8"));if(typeof value=="object"&&value!==
null)return value}catch{}throw new RegistryError("rejected",`${url2.host} was asked for ${what3} and answered something else than JSON`)}}var LARGEST,init_ask=__esm(
{"src/image/registry/auth/ask.ts"(){"use strict";init_attempts();init_exchange3();init_refusals();init_registry();LARGEST=1e6}});function describeCredentials(credentials){switch(credentials.kind){case"anonymous":return"no credentials";case"password":return`the credentials of ${JSON.stringify(
credentials.username)} from ${credentials.source}`;case"identity-token":case"entra":return`the token from ${credentials.source}`}}var init_credentials2=__esm({"\
src/image/registry/auth/credentials.ts"(){"use strict"}});async function exchangeEntra(credentials,at3,service,asking,signal){let url2=new URL("/oauth2/exchange",at3),form={grant_type:"access_token",service,...credentials.
tenant===null?{}:{tenant:credentials.tenant},access_token:credentials.accessToken},refused3=(answer4,status2)=>noToken(url2,url2.host,credentials,answer4,status2),
token=(await askJson({url:url2,what:`a token for ${url2.host}`,form,refused:refused3},asking,signal)).refresh_token;if(typeof token=="string"&&token!=="")return asking.
secrets.keep(token);throw new RegistryError("rejected",`${url2.host} answered without a refresh token for ${url2.host}`)}function noToken(url2,registry,credentials,answer3,status2){
let advice=credentials.kind==="anonymous"?`no credentials for it were found (${credentials.source}); log in first, for example by "docker login ${registry}"`:`i\
t does not take ${describeCredentials(credentials)}: wrong, expired or revoked; log in again`,message=`${url2.host} gives no token for ${registry}: ${answer3}; ${advice}`;
return new RegistryError("unauthorized",message,{status:status2})}var init_azure_exchange=__esm({"src/image/registry/auth/azure-exchange.ts"(){"use strict";init_registry();
init_ask();init_credentials2()}});function fromNames(registry,{username,passwordEnv},env){if(username===null&&passwordEnv===null)return null;if(passwordEnv===null)throw invalid({code:"registry-l\
ogin",path:"--registry-password-env",message:`--registry-user ${username} has no password: name the environment variable that holds it with --registry-password-\
env`});let password=(env[passwordEnv]??"").replace(/[\r\n]+$/,"");if(password==="")throw invalid({code:"registry-login",path:"--registry-password-env",message:`\
the environment variable ${JSON.stringify(passwordEnv)}, which is to hold the password for ${registry}, is ${env[passwordEnv]===void 0?"not set":"empty"}: pass \
the secret to this step`});let source2=`the environment variable ${passwordEnv}`,user=username??usualUser(registry,password);if(user===null)throw invalid({code:"\
registry-login",path:"--registry-user",message:`--registry-password-env ${passwordEnv} has no user name: give it with --registry-user`});return user==="<token>"?
{kind:"identity-token",token:password,source:source2}:{kind:"password",username:user,password,source:source2}}function usualUser(registry,password){let host=hostOf(
registry);return isAzure(host)?AZURE_TOKEN_USER:isGoogle(host)?password.trimStart().startsWith("{")?"_json_key":"oauth2accesstoken":null}var AZURE_TOKEN_USER,init_explicit=__esm(
{"src/image/registry/auth/explicit.ts"(){"use strict";init_errors();init_reference();init_refusals();AZURE_TOKEN_USER="00000000-0000-0000-0000-000000000000"}});async function dockerLogin(registry,credentials,asking,signal){switch(credentials.kind){case"anonymous":return null;case"password":return asking.secrets.keep(credentials.
password),{kind:"password",username:credentials.username,password:credentials.password};case"identity-token":return{kind:"identity-token",token:asking.secrets.keep(
credentials.token)};case"entra":{let at3=new URL(`https://${registry}`),password=await exchangeEntra(credentials,at3,registry,asking,signal);return{kind:"passwo\
rd",username:AZURE_TOKEN_USER,password}}}}var init_docker_login=__esm({"src/image/registry/auth/docker-login.ts"(){"use strict";init_azure_exchange();init_explicit()}});async function fromDockerConfig(registry,workplace){let file2=import_node_path8.default.join(dockerConfigFolder(workplace),"config.json"),config=await readDockerConfig(
file2);if(config===null)return{found:!1,why:`there is no ${file2}`};let helpers=objectIn(config.credHelpers),own2=registryNames(registry).map(name=>helpers[name]).
find(name=>typeof name=="string");if(typeof own2=="string"){let answer3=await askHelper(own2,registry,workplace);if(answer3.kind==="found")return{found:!0,credentials:answer3.
credentials};if(answer3.kind==="empty")return{found:!1,why:`docker-credential-${own2} of ${file2} knows none`};throw invalid({code:"credential-helper",file:file2,
message:`${file2} names a helper for ${registry}: ${answer3.why}`})}let why=`${file2} has none`,store=config.credsStore;if(typeof store=="string"&&store!==""){let answer3=await askHelper(
store,registry,workplace);if(answer3.kind==="found")return{found:!0,credentials:answer3.credentials};why=answer3.kind==="empty"?`docker-credential-${store} of ${file2}\
 knows none`:answer3.why}let entry3=entryFor(registry,objectIn(config.auths)),credentials=entry3&&readEntry(entry3,file2,registry);return credentials?{found:!0,
credentials}:{found:!1,why}}function dockerConfigFolder({env,folder}){return import_node_path8.default.resolve(folder,env.DOCKER_CONFIG||import_node_path8.default.
join((0,import_node_os.homedir)(),".docker"))}async function readDockerConfig(file2){let text3;try{text3=await(0,import_promises8.readFile)(file2,"utf8")}catch(error){
let{code:code2}=error;if(code2==="ENOENT"||code2==="ENOTDIR")return null;throw invalid({code:"docker-config",file:file2,message:`cannot read ${file2}: ${messageOf(
error)}`})}try{let value=JSON.parse(text3);if(typeof value=="object"&&value!==null&&!Array.isArray(value))return value}catch{}let message=`${file2} is not valid\
 JSON: repair it, or log in again; it holds the logins to registries`;throw invalid({code:"docker-config",file:file2,message})}function registryNames(registry){
return registry==="docker.io"?[HUB,"index.docker.io","docker.io","registry-1.docker.io"]:[registry]}function entryFor(registry,auths){let names4=registryNames(registry),
bare=key2=>key2.replace(/^https?:\/\//,"").split("/")[0].toLowerCase(),key=names4.find(name=>name in auths)??Object.keys(auths).find(name=>names4.some(n=>bare(n)===
bare(name))),entry3=key===void 0?null:auths[key];return typeof entry3=="object"&&entry3!==null?entry3:null}function readEntry(entry3,file2,registry){let{identitytoken:token}=entry3;
if(typeof token=="string"&&token!=="")return{kind:"identity-token",token,source:file2};let{username,password}=entry3;if(typeof entry3.auth=="string"&&entry3.auth!==
""){let text3=Buffer.from(entry3.auth,"base64").toString("utf8"),colon=text3.indexOf(":");if(colon<1){let message=`the login to ${registry} in ${file2} is damag\
ed ("auth" is not USER:PASSWORD in base64): log in again`;throw invalid({code:"docker-config",file:file2,message})}username=text3.slice(0,colon),password=text3.
slice(colon+1).replace(/\0+$/,"")}return typeof username!="string"||typeof password!="string"||username===""?null:{kind:"password",username,password,source:file2}}
async function askHelper(name,registry,workplace){let command=`docker-credential-${name}`;if(!/^[\w.-]+$/.test(name))return{kind:"failed",why:`${JSON.stringify(
name)} is no name of a helper`};let{env,folder,signal}=workplace,options={cwd:folder,env,timeout:HELPER_TIMEOUT,...signal?{signal}:{}},stdout;try{stdout=(await run(
command,["get"],{...options,input:registry==="docker.io"?HUB:registry})).stdout}catch(error){if(!(error instanceof ToolError))throw error;if(/credentials not found/i.
test(error.stdout+error.stderr))return{kind:"empty"};let said=singleLine(error.stdout||error.stderr);return{kind:"failed",why:error.failure.kind==="exit"?`${command}\
 failed: ${said}`:error.message.split(`
`)[0]}}let answer3=parseAnswer2(stdout);if(answer3===null)return{kind:"failed",why:`${command} answered something else than Username and Secret`};let{username,secret:secret2}=answer3;
return username===""&&secret2===""?{kind:"empty"}:{kind:"found",credentials:username==="<token>"?{kind:"identity-token",token:secret2,source:command}:{kind:"pas\
sword",username,password:secret2,source:command}}}function parseAnswer2(stdout){try{let{Username:username,Secret:secret2}=JSON.parse(stdout);return typeof username==
"string"&&typeof secret2=="string"?{username,secret:secret2}:null}catch{return null}}var import_promises8,import_node_os,import_node_path8,HUB,HELPER_TIMEOUT,objectIn,
init_docker_config=__esm({"src/image/registry/auth/docker-config.ts"(){"use strict";import_promises8=require("node:fs/promises"),import_node_os=require("node:os"),
import_node_path8=__toESM(require("node:path"),1);init_escape();init_errors();init_run();HUB="https://index.docker.io/v1/",HELPER_TIMEOUT=6e4;objectIn=value=>typeof value==
"object"&&value!==null?value:{}}});async function fromEntra(workplace,asking){let{env}=workplace,client=env.AZURE_CLIENT_ID,tenant=env.AZURE_TENANT_ID,proof=client&&tenant?await proofOf(workplace,
asking):null;if(!client||!tenant||proof===null)return fromAzureCli(workplace);let authority=env.AZURE_AUTHORITY_HOST||PUBLIC_CLOUD,url2=new URL(`${authority.replace(
/\/+$/,"")}/${encodeURIComponent(tenant)}/oauth2/v2.0/token`),accessToken=(await askJson({url:url2,what:`an Entra token for client ${client}`,form:{grant_type:"\
client_credentials",client_id:client,scope:`${AUDIENCE}/.default`,...proof.form},refused:(said,status2)=>new RegistryError("unauthorized",`${url2.host} gives no\
 Entra token for client ${client} with ${proof.source}: ${said}; check AZURE_CLIENT_ID, AZURE_TENANT_ID, and the federated credential of that identity`,{status:status2})},
asking,workplace.signal)).access_token;if(typeof accessToken!="string"||accessToken==="")throw new RegistryError("rejected",`${url2.host} answered without an En\
tra token for client ${client}`);let source2=`Entra, for client ${client} with ${proof.source}`;return{found:!0,credentials:{kind:"entra",accessToken,tenant,source:source2}}}
async function proofOf({env,folder,signal},asking){let file2=env.AZURE_FEDERATED_TOKEN_FILE;if(file2)return assertion(await readToken(import_node_path9.default.
resolve(folder,file2)),`the token in ${file2}`,asking);let secret2=env.AZURE_CLIENT_SECRET;if(secret2)return{form:{client_secret:asking.secrets.keep(secret2)},source:"\
AZURE_CLIENT_SECRET"};let request2=env.ACTIONS_ID_TOKEN_REQUEST_URL,bearer=env.ACTIONS_ID_TOKEN_REQUEST_TOKEN;if(!request2||!bearer||!URL.canParse(request2))return null;
let url2=new URL(request2);url2.searchParams.set("audience",FEDERATION);let{value}=await askJson({url:url2,what:"an ID token of this job",authorization:`Bearer ${asking.
secrets.keep(bearer)}`,refused:(said,status2)=>new RegistryError("unauthorized",`GitHub gives no ID token for this job: ${said}; give the job "permissions: id-t\
oken: write"`,{status:status2})},asking,signal);return typeof value=="string"?assertion(value,"the job's ID token of GitHub",asking):null}function assertion(token,source2,{
secrets}){return{form:{client_assertion_type:"urn:ietf:params:oauth:client-assertion-type:jwt-bearer",client_assertion:secrets.keep(token)},source:source2}}async function readToken(file2){
try{return(await(0,import_promises9.readFile)(file2,"utf8")).trim()}catch(error){let message=`cannot read the token that AZURE_FEDERATED_TOKEN_FILE names: ${messageOf(
error)}`;throw new RegistryError("unauthorized",message,{cause:error})}}async function fromAzureCli({env,folder,signal}){let args=["account","get-access-token",
"--resource",AUDIENCE,"--output","json"];try{let options={cwd:folder,env,timeout:TIMEOUT,...signal?{signal}:{}},{stdout}=await run("az",args,options),{accessToken,
tenant}=JSON.parse(stdout);return typeof accessToken!="string"||accessToken===""?{found:!1,why:"az printed no access token"}:{found:!0,credentials:{kind:"entra",
accessToken,tenant:typeof tenant=="string"?tenant:null,source:"az account get-access-token"}}}catch(error){if(error instanceof SyntaxError)return{found:!1,why:"\
az printed something else than JSON"};if(!(error instanceof ToolError))throw error;return{found:!1,why:error.failure.kind==="not-found"?"az is not installed":"a\
z gives no access token; is it logged in?"}}}var import_promises9,import_node_path9,AUDIENCE,FEDERATION,PUBLIC_CLOUD,TIMEOUT,init_entra=__esm({"src/image/regist\
ry/auth/entra.ts"(){"use strict";import_promises9=require("node:fs/promises"),import_node_path9=__toESM(require("node:path"),1);init_errors();init_run();init_registry();
init_ask();AUDIENCE="https://containerregistry.azure.net",FEDERATION="api://AzureADTokenExchange",PUBLIC_CLOUD="https://login.microsoftonline.com",TIMEOUT=6e4}});async function fromGoogle({env,folder,signal}){let file2=env.GOOGLE_APPLICATION_CREDENTIALS,key=file2?await serviceAccountKey(import_node_path10.default.resolve(
folder,file2)):null;if(file2&&key!==null){let source2=`the service account key ${file2}`;return{found:!0,credentials:{kind:"password",username:"_json_key",password:key,
source:source2}}}try{let options={cwd:folder,env,timeout:TIMEOUT2,...signal?{signal}:{}},{stdout}=await run("gcloud",["auth","print-access-token","--quiet"],options),
password=stdout.trim();return password===""?{found:!1,why:"gcloud printed no access token"}:{found:!0,credentials:{kind:"password",username:"oauth2accesstoken",
password,source:"gcloud auth print-access-token"}}}catch(error){if(!(error instanceof ToolError))throw error;return{found:!1,why:error.failure.kind==="not-found"?
"gcloud is not installed":"gcloud gives no access token; is it logged in?"}}}async function serviceAccountKey(file2){try{let text3=await(0,import_promises10.readFile)(
file2,"utf8");return JSON.parse(text3).type==="service_account"?text3:null}catch{return null}}var import_promises10,import_node_path10,TIMEOUT2,init_google=__esm(
{"src/image/registry/auth/google.ts"(){"use strict";import_promises10=require("node:fs/promises"),import_node_path10=__toESM(require("node:path"),1);init_run();
TIMEOUT2=6e4}});async function findCredentials(registry,login,workplace,asking){let named4=login&&fromNames(registry,login,workplace.env);if(named4)return{credentials:named4,knownToDocker:!1};
let looked=[],config=await fromDockerConfig(registry,workplace);if(config.found)return{credentials:config.credentials,knownToDocker:!0};looked.push(config.why);
let host=hostOf(registry),cloud=isAzure(host)?await fromEntra(workplace,asking):isGoogle(host)?await fromGoogle(workplace):null;return cloud?.found?{credentials:cloud.
credentials,knownToDocker:!1}:(cloud&&looked.push(cloud.why),{credentials:{kind:"anonymous",source:looked.join("; ")},knownToDocker:!1})}var init_find=__esm({"s\
rc/image/registry/auth/find.ts"(){"use strict";init_reference();init_refusals();init_docker_config();init_entra();init_explicit();init_google()}});function createConnections(settings){let agents=new Map,closing=new AbortController,ca=settings.ca.length===0?null:[...usualAuthorities(settings.extraCaFile),...settings.
ca];return{async to(url2){closing.signal.throwIfAborted();let secure=url2.protocol==="https:",proxy=proxyFor(url2,null,settings.proxy),agent=agents.get(url2.origin);
return agent||(agent=createAgent(secure,proxy,closing.signal),agents.set(url2.origin,agent)),{secure,proxy:proxy===null?null:redactProxy(proxy),options:{protocol:url2.
protocol,hostname:url2.hostname.replace(/^\[|\]$/g,""),port:url2.port||(secure?443:80),path:url2.pathname+url2.search,agent:await agent,...secure&&ca!==null?{ca}:
{}}}},close(){closing.abort(new Error("the registry was closed"));for(let agent of agents.values())agent.then(opened=>opened.destroy(),()=>{});agents.clear()}}}
async function createAgent(secure,proxy,signal){let kept={keepAlive:!0,keepAliveMsecs:15e3,timeout:IDLE,maxSockets:SIDE_BY_SIDE};if(proxy!==null)return proxyAgent(
proxy,{...kept,signal});let{Agent:Agent4}=secure?await Promise.resolve().then(()=>__toESM(require("node:https"),1)):await Promise.resolve().then(()=>__toESM(require("node:http"),1));
return new Agent4(kept)}function usualAuthorities(extraCaFile){let all2=import_node_tls2.default.getCACertificates?.("default");if(all2)return all2;try{return extraCaFile?
[...import_node_tls2.default.rootCertificates,(0,import_node_fs3.readFileSync)(extraCaFile,"utf8")]:import_node_tls2.default.rootCertificates}catch{return import_node_tls2.default.
rootCertificates}}var import_node_fs3,import_node_tls2,IDLE,SIDE_BY_SIDE,init_connections=__esm({"src/image/registry/connections.ts"(){"use strict";import_node_fs3=
require("node:fs"),import_node_tls2=__toESM(require("node:tls"),1);init_proxy_agent();init_proxy();IDLE=5e4,SIDE_BY_SIDE=6}});function readChallenge(header){let all2=(typeof header=="string"?[header]:header??[]).flatMap(schemesIn),bearer=all2.find(c=>c.scheme==="bearer"&&c.parameters.realm);
if(bearer){let{realm,service,scope,error}=bearer.parameters;return{kind:"bearer",realm,service:service??null,scopes:(scope??"").split(/\s+/).filter(s=>s!==""),error:error??
null}}return all2.some(c=>c.scheme==="basic")?{kind:"basic"}:null}function schemesIn(header){let found=[],parts=header.matchAll(/([A-Za-z0-9_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))|([A-Za-z0-9_-]+)/g);
for(let[,name,quoted2,token,scheme]of parts)if(scheme!==void 0)found.push({scheme:scheme.toLowerCase(),parameters:{}});else if(name!==void 0){let value=quoted2===
void 0?token??"":quoted2.replace(/\\(.)/g,"$1"),current=found.at(-1);current&&(current.parameters[name.toLowerCase()]=value)}return found}var init_challenge=__esm(
{"src/image/registry/auth/challenge.ts"(){"use strict"}});function createTokenServer(settings){let{credentials,secrets,registry}=settings,refresh=null,what3=`a token for ${registry}`;async function ask4(url2,request2,signal){
return requireSafe(url2),askJson({url:url2,what:what3,...request2,refused:(answer3,status2)=>noToken(url2,registry,credentials,answer3,status2)},settings,signal)}
function requireSafe(url2){if(!(url2.protocol==="https:"||credentials.kind==="anonymous")&&!(url2.protocol==="http:"&&(settings.plainHttp||isLoopback2(url2.host))))
throw new RegistryError("rejected",`${registry} sends us to ${url2.origin} for a token, which is not encrypted: no credentials are sent there`)}function tokenIn(answer3,url2){
let value=[answer3.token,answer3.access_token].find(v=>typeof v=="string"&&v!=="");if(typeof value!="string")throw new RegistryError("rejected",`${url2.host} an\
swered without a token for ${registry}`);let seconds=answer3.expires_in;return{value:secrets.keep(value),lifetime:typeof seconds=="number"&&seconds>0?seconds*1e3:
USUAL_LIFETIME}}function exchanged(entra,realm,service,signal){if(realm.host===registry)return exchangeEntra(entra,realm,service,settings,signal);throw new RegistryError(
"rejected",`${registry} sends us to ${realm.host} for a token; an Entra token is given to Azure registries themselves only, log in by user name and password`)}return{
async token({realm,service},scopes,signal){if(!URL.canParse(realm))throw new RegistryError("rejected",`${registry} names no address where to get a token`);let url2=new URL(
realm);switch(credentials.kind){case"anonymous":case"password":{service!==null&&url2.searchParams.set("service",service);for(let scope of scopes)url2.searchParams.
append("scope",scope);if(credentials.kind==="anonymous")return tokenIn(await ask4(url2,{},signal),url2);url2.searchParams.set("account",credentials.username);let authorization=basic(
credentials.username,credentials.password,secrets);return tokenIn(await ask4(url2,{authorization},signal),url2)}case"identity-token":case"entra":{credentials.kind===
"entra"&&(refresh??=exchanged(credentials,url2,service??registry,signal),refresh.catch(()=>refresh=null));let form={grant_type:"refresh_token",service:service??
registry,client_id:CLIENT,scope:scopes.join(" "),refresh_token:credentials.kind==="entra"?await refresh:credentials.token};return tokenIn(await ask4(url2,{form},
signal),url2)}}}}}function basic(username,password,secrets){return secrets.keep(password),`Basic ${secrets.keep(Buffer.from(`${username}:${password}`).toString(
"base64"))}`}var CLIENT,USUAL_LIFETIME,init_tokens=__esm({"src/image/registry/auth/tokens.ts"(){"use strict";init_reference();init_registry();init_ask();init_azure_exchange();
CLIENT="shiftgate",USUAL_LIFETIME=6e4}});function createAuthorizer({registry,credentials,tokens,clock,secrets}){let challenge=null,kept=new Map,taken=new Map,keyOf2=scopes=>[...scopes].sort().join(" ");
async function fetchToken(bearer,scopes,signal){let started2=clock.now(),token=await tokens.token(bearer,scopes,signal),header=`Bearer ${token.value}`;return taken.
set(keyOf2(scopes),header),{header,until:started2+token.lifetime-MARGIN}}async function bearerHeader(bearer,scopes,signal){let key=keyOf2(scopes);for(;;){let waiting=kept.
get(key);if(!waiting){let fetching=fetchToken(bearer,scopes,signal);return kept.set(key,fetching),fetching.catch(()=>kept.delete(key)),(await fetching).header}let{
header,until}=await waiting;if(clock.now()<until)return header;kept.get(key)===waiting&&kept.delete(key)}}return{async header(scopes,signal){return challenge===
null?null:challenge.kind==="bearer"?bearerHeader(challenge,scopes,signal):credentials.kind==="password"?basic(credentials.username,credentials.password,secrets):
null},learn({challenge:header,sent,scopes,said,again}){let asked=readChallenge(header),answer3=said===""?"HTTP 401":`HTTP 401: ${said}`;if(asked===null){let wants="\
but not a way to log in that is known here (WWW-Authenticate: Basic or Bearer)";throw new RegistryError("unauthorized",`${registry} wants a login, ${wants}: ${answer3}`,
{status:401})}if(challenge=asked,asked.kind==="basic"){if(sent===null&&credentials.kind==="password")return;throw new RegistryError("unauthorized",basicRefusal(
answer3),{status:401})}if(sent===null)return;if(again)throw credentials.kind==="anonymous"?missing(answer3):denied(answer3);let key=keyOf2(scopes);taken.get(key)===
sent&&kept.delete(key)}};function basicRefusal(answer3){return credentials.kind==="anonymous"?missing(answer3).message:credentials.kind!=="password"?`${registry}\
 wants a user name and a password, and ${describeCredentials(credentials)} is neither: ${answer3}; log in by user name and password`:`${registry} does not take ${describeCredentials(
credentials)}: wrong, expired or revoked: ${answer3}; log in again`}function missing(answer3){let found=credentials.kind==="anonymous"?credentials.source:"",message=`${registry}\
 wants a login, and no credentials for it were found (${found}): ${answer3}; log in first, for example by "docker login ${registry}"`;return new RegistryError("\
unauthorized",message,{status:401})}function denied(answer3){let message=`${registry} gave a token for ${describeCredentials(credentials)}, and then did not tak\
e it: ${answer3}; they lack the right to do this, or the clocks of registry and token server differ`;return new RegistryError("denied",message,{status:401})}}var MARGIN,
init_authorizer=__esm({"src/image/registry/auth/authorizer.ts"(){"use strict";init_registry();init_challenge();init_credentials2();init_tokens();MARGIN=5e3}});function createConversation(address2,settings){let{connections,clock,secrets,authorizer,credentials}=settings,base=null;function origin(signal){let found=base??=
findOrigin(signal);return found.catch(()=>base=null),found}async function findOrigin(signal){if(settings.plainHttp)return new URL(`http://${address2.server}`);let secure=new URL(
`https://${address2.server}`);if(!isLoopback2(address2.server))return secure;try{let url2=new URL("/v2/",secure);return(await exchange3({method:"GET",url:url2,headers:{},
body:null,idle:settings.idle,signal},connections)).message.resume(),secure}catch(error){if(error instanceof ConnectionFailure&&error.notTls)return new URL(`http\
://${address2.server}`);if(error instanceof ConnectionFailure)return secure;throw error}}function scopesOf({access:access2,alsoPull}){let own2=`repository:${address2.
path}:${access2==="push"?"pull,push":"pull"}`;return alsoPull===void 0?[own2]:[own2,`repository:${alsoPull}:pull`]}async function converse2(call,root){let scopes=scopesOf(
call),url2=typeof call.target=="string"?new URL(`/v2/${address2.path}/${call.target}`,root):call.target,redirects=0,renewed=!1;for(;;){let ours=url2.origin===root.
origin,sent=ours?await authorizer.header(scopes,call.signal):null,reply=await exchange3({method:call.method,url:url2,headers:{"user-agent":settings.userAgent,...call.
headers,...sent===null?{}:{authorization:sent}},body:call.body??null,idle:settings.idle,signal:call.signal},connections);if(call.expect.includes(reply.status))return reply;
if(reply.status===401&&ours){let said=saidBy(await readSmall(reply,SMALL),secrets),challenge=reply.headers["www-authenticate"];if(authorizer.learn({challenge,sent,
scopes,said,again:renewed}),renewed=sent!==null,call.body?.kind==="stream")throw new Interruption(refused3(call,reply,said));continue}if(REDIRECTS.includes(reply.
status)&&reply.headers.location!==void 0&&!call.body){reply.message.resume();let next=locationOf(reply);if(++redirects>MOST_REDIRECTS)throw problem("rejected",call,
`it redirects more than ${MOST_REDIRECTS} times`);url2=next;continue}throw await failureOf4(call,reply)}}async function failureOf4(call,reply){let said=saidBy(call.
method==="HEAD"?Buffer.alloc(0):await readSmall(reply,SMALL),secrets);call.method==="HEAD"&&reply.message.resume();let error=refused3(call,reply,said);if(!(reply.
status===429||reply.status===408||reply.status>=500&&reply.status!==501)||isFull(reply.status,said))return error;let wait=retryAfter(reply.headers["retry-after"],
Date.parse(clock.timestamp()));return new Interruption(error,{wait})}function refused3(call,reply,said){return refusalOf({address:address2,what:call.what,status:reply.
status,said,as:describeCredentials(credentials)})}function problem(kind,call,why,cause){return new RegistryError(kind,`cannot ${call.what} ${address2.name}: ${secrets.
hide(why)}`,{cause})}function locationOf(reply){let text3=reply.headers.location;if(text3===void 0||!URL.canParse(text3,reply.url.href))throw new RegistryError(
"rejected",`${address2.registry} answered HTTP ${reply.status} without an address to go on with (Location); is it a registry?`);let next=new URL(text3,reply.url);
if(reply.url.protocol==="https:"&&next.protocol!=="https:"||!/^https?:$/.test(next.protocol))throw new RegistryError("rejected",`${address2.registry} sends us t\
o ${next.protocol}//${next.host}, which is not encrypted: refused`);return next}async function orInterruption(call,work){try{return await work()}catch(error){if(!(error instanceof
ConnectionFailure))throw error;call.signal?.throwIfAborted();let failure2=problem("unreachable",call,error.message,error);throw error.transient?new Interruption(
failure2,{free:error.stale}):failure2}}let attempt2=call=>orInterruption(call,async()=>converse2(call,await origin(call.signal)));return{address:address2,attempt:attempt2,
call:call=>withRetries(()=>attempt2(call),clock,call.signal),read:(call,limit)=>withRetries(async()=>{let reply=await attempt2(call);return{reply,bytes:await orInterruption(
call,()=>readSmall(reply,limit))}},clock,call.signal),locationOf}}function discard(reply){reply.message.on("error",()=>{}),reply.message.resume()}var REDIRECTS,
MOST_REDIRECTS,SMALL,init_conversation=__esm({"src/image/registry/conversation.ts"(){"use strict";init_reference();init_attempts();init_credentials2();init_exchange3();
init_refusals();init_registry();REDIRECTS=[301,302,303,307,308],MOST_REDIRECTS=5,SMALL=65536}});function digestOf(bytes){return`sha256:${(0,import_node_crypto6.createHash)("sha256").update(bytes).digest("hex")}`}function createMeter(){let hash=(0,import_node_crypto6.createHash)(
"sha256"),size=0,digest=null;return{stream:new import_node_stream4.Transform({transform(chunk,_encoding,done2){hash.update(chunk),size+=chunk.length,done2(null,
chunk)}}),digest:()=>digest??=`sha256:${hash.digest("hex")}`,size:()=>size}}function createVerifier(expected,name){let hash=(0,import_node_crypto6.createHash)("\
sha256");return new import_node_stream4.Transform({transform(chunk,_encoding,done2){hash.update(chunk),done2(null,chunk)},flush(done2){let found=`sha256:${hash.
digest("hex")}`;done2(found===expected?null:corrupt(`the blob ${expected} of ${name} came with the digest ${found}`))}})}function requireConfirmed(headers3,expected,what3){
let said=headers3["docker-content-digest"];if(!(said===void 0||said===expected||!String(said).startsWith("sha256:")))throw corrupt(`${what3} was sent with the d\
igest ${expected}, and the registry says that it has ${String(said).slice(0,80)}`)}function corrupt(message){return new RegistryError("corrupt",`${message}: ref\
used; something between here and the registry changes content, or the registry is broken`)}var import_node_crypto6,import_node_stream4,init_digest=__esm({"src/i\
mage/registry/digest.ts"(){"use strict";import_node_crypto6=require("node:crypto"),import_node_stream4=require("node:stream");init_registry()}});function createSecrets(mask){let known2=new Set;return{keep(secret2){return secret2!==""&&!known2.has(secret2)&&(known2.add(secret2),mask(secret2)),secret2},hide:text3=>redactor(
known2)(text3)}}var init_secrets=__esm({"src/image/registry/secrets.ts"(){"use strict";init_redact()}});function firstBytes(source2,length){return import_node_stream5.Readable.from(take(source2,length),{objectMode:!1})}async function*take(source2,length){let left=length;
for await(let chunk of source2){if(chunk.length>=left){yield chunk.subarray(0,left);return}left-=chunk.length,yield chunk}}var import_node_stream5,init_first_bytes=__esm(
{"src/image/registry/first-bytes.ts"(){"use strict";import_node_stream5=require("node:stream")}});async function uploadKnown(blob,begun,tools){let{conversation,signal}=tools,patience=createPatience(tools.clock),session=begun?{location:begun,offset:0}:null,inPieces=!1,
furthest=0;for(;;)try{if(session??={location:await begin(tools),offset:0},session.offset===0&&!inPieces)return await putWhole(blob,session.location,tools);for(;session.
offset<blob.size;)session=await sendPiece(blob,session,inPieces?tools.piece:blob.size,tools),session.offset>furthest&&patience.progressed(),furthest=Math.max(furthest,
session.offset);return await close(blob.digest,session.location,tools)}catch(error){if(isTooLarge(error)&&!inPieces&&blob.size>tools.piece){inPieces=!0,session=
null;continue}let lost2=session!==null&&isLost(error,session);if(!(error instanceof Interruption)&&!lost2)throw await unreadable2(error,tools,session);await patience.
after(lost2?new Interruption(error):error,signal),session=lost2||session===null?null:await resume2(session,blob,tools),session&&session.offset>furthest&&(furthest=
session.offset,patience.progressed())}async function resume2(from2,{size},{conversation:conversation2}){let reply=await conversation2.attempt({what:"ask how muc\
h of a layer has arrived in",method:"GET",target:from2.location,access:"push",expect:[200,202,204],signal}).catch(error=>{if(error instanceof RegistryError||error instanceof
Interruption)return null;throw error});if(reply===null)return null;discard(reply);let offset=received(reply);return offset===null||offset===0||offset>size?null:
{location:next(reply,from2.location),offset}}function next(reply,current){return reply.headers.location===void 0?current:conversation.locationOf(reply)}async function sendPiece(source2,{
location,offset},most,{conversation:conversation2}){let left=source2.size-offset,length=Math.min(most,left),reply=await conversation2.attempt({what:"push a part\
 of a layer to",method:"PATCH",target:location,headers:{...OCTETS,"content-range":`${offset}-${offset+length-1}`},body:{kind:"stream",length,open:()=>length===left?
source2.open(offset):firstBytes(source2.open(offset),length)},access:"push",expect:[201,202,204],signal});discard(reply);let arrived=received(reply)??offset+length;
if(arrived!==offset+length){let text3=`of a layer for ${conversation2.address.name} ${offset+length} bytes were sent, and ${arrived} have arrived`;throw new Interruption(
new RegistryError("corrupt",text3))}return{location:next(reply,location),offset:arrived}}}async function uploadStreamed(blob,tools){let{conversation,signal}=tools,
patience=createPatience(tools.clock);for(;;){let location=null;try{location=await begin(tools);let meter=createMeter(),reply=await conversation.attempt({what:"p\
ush a layer to",method:"PATCH",target:location,headers:OCTETS,body:{kind:"stream",length:null,open:()=>{let source2=blob.open();return source2.on("error",error=>meter.
stream.destroy(error)),meter.stream.on("close",()=>source2.destroy()),source2.pipe(meter.stream)}},access:"push",expect:[201,202,204],signal});discard(reply);let result={
digest:meter.digest(),size:meter.size()},arrived=received(reply);if(arrived!==null&&arrived!==result.size&&!(arrived===0&&result.size===1)){let text3=`of a laye\
r for ${conversation.address.name} ${result.size} bytes were sent, and ${arrived} have arrived`;throw new Interruption(new RegistryError("corrupt",text3))}let closing=reply.
headers.location===void 0?location:conversation.locationOf(reply);return await close(result.digest,closing,tools),result}catch(error){if(!(error instanceof Interruption))
throw await unreadable2(error,tools,location&&{location,offset:0});await patience.after(error,signal)}}}async function begin({conversation,signal}){let reply=await conversation.
call({what:"push a layer to",method:"POST",target:"blobs/uploads/",headers:{},body:{kind:"bytes",bytes:Buffer.alloc(0)},access:"push",expect:[202],signal});return discard(
reply),conversation.locationOf(reply)}async function putWhole(blob,location,{conversation,signal}){let reply=await conversation.attempt({what:"push a layer to",
method:"PUT",target:withDigest(location,blob.digest),headers:OCTETS,body:{kind:"stream",length:blob.size,open:()=>blob.open(0)},access:"push",expect:[201,204],signal});
discard(reply),requireConfirmed(reply.headers,blob.digest,`a layer of ${conversation.address.name}`)}async function close(digest,location,{conversation,signal}){
let reply=await conversation.attempt({what:"finish a layer in",method:"PUT",target:withDigest(location,digest),headers:OCTETS,body:{kind:"bytes",bytes:Buffer.alloc(
0)},access:"push",expect:[201,204],signal});discard(reply),requireConfirmed(reply.headers,digest,`a layer of ${conversation.address.name}`)}function withDigest(location,digest){
let url2=new URL(location);return url2.search=`${url2.search===""?"?":`${url2.search}&`}digest=${encodeURIComponent(digest)}`,url2}function received(reply){let range3=/^(?:bytes=)?0-(\d+)$/.
exec(String(reply.headers.range??"").trim());if(!range3)return null;let last=Number(range3[1]);return last===0?0:last+1}function isLost(error,{offset}){return error instanceof
RegistryError?/BLOB_UPLOAD_(UNKNOWN|INVALID)|RANGE_INVALID/.test(error.message)?!0:offset>0&&(error.kind==="corrupt"||[400,404,405,411,416,501].includes(error.status??
0)):!1}async function unreadable2(error,tools,session){if(!(error instanceof ContentFailure))return error;session&&await giveUp(session.location,tools);let message=`\
the content of a layer for ${tools.conversation.address.name} could not be read: ${messageOf(error)}`;return new RegistryError("corrupt",message,{cause:error.cause??
error})}async function giveUp(location,{conversation,signal}){let call={what:"give up a layer of",method:"DELETE",access:"push"};await conversation.attempt({...call,
target:location,expect:[200,202,204],signal}).then(discard,()=>{})}var OCTETS,isTooLarge,init_upload=__esm({"src/image/registry/upload.ts"(){"use strict";init_errors();
init_attempts();init_conversation();init_digest();init_exchange3();init_first_bytes();init_registry();OCTETS={"content-type":"application/octet-stream"};isTooLarge=
error=>error instanceof RegistryError&&error.status===413&&error.kind==="rejected"}});function createRegistry(address2,settings){let{credentials,plainHttp,userAgent}=settings,clock=settings.clock??systemClock,idle=settings.idle??3e5,piece=settings.
piece??32*1024*1024,secrets=createSecrets(settings.mask),connections=createConnections(settings),registry=address2.registry,shared={credentials,plainHttp,connections,
clock,secrets,idle,userAgent},tokens=createTokenServer({...shared,registry:address2.server}),authorizer=createAuthorizer({registry,credentials,tokens,clock,secrets}),
conversation=createConversation(address2,{...shared,authorizer});for(let secret2 of secretsOf(credentials))secrets.keep(secret2);let blobSize=async(digest,access2,{
signal})=>{let reply=await conversation.call({what:"look for a layer in",method:"HEAD",target:`blobs/${digest}`,access:access2,expect:[200,404],signal});if(discard(
reply),reply.status===404)return null;requireConfirmed(reply.headers,digest,`a layer of ${address2.name}`);let length=reply.headers["content-length"];return length===
void 0?-1:Number(length)};return{name:address2.name,async readManifest(reference2,{signal}={}){let call={what:`read the manifest ${reference2} of`,method:"GET",
target:`manifests/${reference2}`,headers:{accept:MANIFESTS},access:"pull",expect:[200,404],signal},{reply,bytes}=await conversation.read(call,LARGEST_MANIFEST);
if(reply.status===404)return null;let digest=digestOf(bytes);if(requireConfirmed(reply.headers,digest,`the manifest ${reference2} of ${address2.name}`),reference2.
startsWith("sha256:")&&reference2!==digest)throw corrupt(`the manifest ${reference2} of ${address2.name} came with the digest ${digest}`);return{bytes,digest,mediaType:mediaTypeOf(
reply.headers["content-type"],bytes)}},async writeManifest(reference2,{bytes,mediaType},{signal}={}){let digest=digestOf(bytes),reply=await conversation.call({what:`\
push the manifest ${reference2} to`,method:"PUT",target:`manifests/${reference2}`,headers:{"content-type":mediaType},body:{kind:"bytes",bytes},access:"push",expect:[
200,201,202],signal});return discard(reply),requireConfirmed(reply.headers,digest,`the manifest ${reference2} of ${address2.name}`),{digest}},async blobSize(digest,options={}){
return blobSize(digest,"pull",options)},async readBlob(digest,{signal}={}){let reply=await conversation.call({what:`read the layer ${digest} of`,method:"GET",target:`\
blobs/${digest}`,access:"pull",expect:[200],signal}),length=reply.headers["content-length"],stream=createVerifier(digest,address2.name);return reply.message.on(
"error",error=>stream.destroy(brokenOff(error,digest,signal))),stream.on("close",()=>reply.message.destroy()),reply.message.pipe(stream),{size:length===void 0?null:
Number(length),stream}},async writeBlob(blob,options={}){let{signal}=options,present=await blobSize(blob.digest,"push",options);if(present!==null){if(present<0||
present===blob.size)return"present";throw corrupt(`${address2.name} has the layer ${blob.digest} with ${present} bytes, and it has ${blob.size}`)}let mounted=blob.
mountFrom===void 0?null:await mount(blob.digest,blob.mountFrom,signal);return mounted==="mounted"?"mounted":(await uploadKnown(blob,mounted,{conversation,clock,
signal,piece}),"uploaded")},async streamBlob(blob,{signal}={}){return uploadStreamed(blob,{conversation,clock,signal,piece})},close:()=>connections.close()};function brokenOff(error,digest,signal){
if(signal?.aborted)return signal.reason;let message=`the connection broke off while the layer ${digest} of ${address2.name} was read; run this again`;return new RegistryError(
"unreachable",message,{cause:error})}async function mount(digest,from2,signal){let query2=new URLSearchParams({mount:digest,from:from2});try{let reply=await conversation.
attempt({what:`mount a layer of ${from2} into`,method:"POST",target:`blobs/uploads/?${query2.toString()}`,body:{kind:"bytes",bytes:Buffer.alloc(0)},access:"push",
alsoPull:from2,expect:[201,202],signal});return discard(reply),reply.status===202?conversation.locationOf(reply):(requireConfirmed(reply.headers,digest,`a layer\
 of ${address2.name}`),"mounted")}catch(error){if(error instanceof Interruption||error instanceof RegistryError&&error.kind!=="corrupt")return null;throw error}}}
function secretsOf(credentials){switch(credentials.kind){case"anonymous":return[];case"password":return[credentials.password];case"identity-token":return[credentials.
token];case"entra":return[credentials.accessToken]}}function mediaTypeOf(header,bytes){let said=(header??"").split(";")[0].trim().toLowerCase();if(MANIFESTS.includes(
said)&&said!=="")return said;let manifest={};try{manifest=JSON.parse(bytes.toString("utf8"))}catch{}return typeof manifest.mediaType=="string"?manifest.mediaType:
Array.isArray(manifest.manifests)?MEDIA.ociIndex:said===""||!said.includes("json")?MEDIA.ociManifest:said}var MANIFESTS,LARGEST_MANIFEST,init_http=__esm({"src/i\
mage/registry/http.ts"(){"use strict";init_clock();init_attempts();init_authorizer();init_tokens();init_connections();init_conversation();init_digest();init_registry();
init_secrets();init_upload();MANIFESTS=[MEDIA.ociIndex,MEDIA.ociManifest,MEDIA.dockerList,MEDIA.dockerManifest].join(", "),LARGEST_MANIFEST=4*1024*1024}});var registries_exports={};__export(registries_exports,{createRegistries:()=>createRegistries});function createRegistries(access2){let{env,folder,login,mask,userAgent,
signal}=access2,clock=access2.clock??systemClock,opened=new Map,logins=new Map,trusted=null,transport=async()=>({ca:await(trusted??=readAuthorities(access2)),extraCaFile:env.
NODE_EXTRA_CA_CERTS??null,proxy:proxiesOf(env)});async function withConnections(work){let connections=createConnections(await transport());try{return await work(
{connections,clock,secrets:createSecrets(mask),idle:IDLE_LOGIN,userAgent})}finally{connections.close()}}function loginOf(registry){let own2=login?.registry===registry?
login:null,looking=logins.get(registry)??withConnections(asking=>findCredentials(registry,own2,{env,folder,signal},asking));return logins.set(registry,looking),
looking}return{async open(repository2){let{name,registry}=repository2,known2=opened.get(name);if(known2)return known2;let created3=createRegistry(repository2,{...await transport(),
credentials:(await loginOf(registry)).credentials,plainHttp:access2.plainHttp.includes(registry),mask,userAgent,clock}),first=opened.get(name);return first||(opened.
set(name,created3),created3)},async dockerLogin(registry){let{credentials,knownToDocker}=await loginOf(registry);return knownToDocker?null:withConnections(asking=>dockerLogin(
registry,credentials,asking,signal))},close(){for(let registry of opened.values())registry.close();opened.clear()}}}async function readAuthorities({caFile,folder}){
if(caFile===null)return[];let bad=why=>invalid({code:"registry-ca",path:"--registry-ca",message:`certificate file ${caFile}: ${why}`}),text3=await(0,import_promises11.readFile)(
import_node_path11.default.resolve(folder,caFile),"utf8").catch(error=>{throw bad(`cannot be read: ${messageOf(error)}`)});if(text3.includes("-----BEGIN CERTIFI\
CATE-----"))return[text3];throw bad("holds no certificate; expected PEM, which begins with -----BEGIN CERTIFICATE-----")}var import_promises11,import_node_path11,
IDLE_LOGIN,init_registries=__esm({"src/image/registry/registries.ts"(){"use strict";init_proxy();import_promises11=require("node:fs/promises"),import_node_path11=
__toESM(require("node:path"),1);init_clock();init_errors();init_docker_login();init_find();init_connections();init_http();init_secrets();IDLE_LOGIN=6e4}});var resolve_tag_exports={};__export(resolve_tag_exports,{resolveTag:()=>resolveTag});async function resolveTag(requested,registries,options={}){let parsed2=parseImageName(
requested);if(!parsed2.ok)throw invalid({code:"bad-image",message:parsed2.message,path:"--image"});let{repository:repository2,tag:tag2,digest}=parsed2.name;if(digest!==
null)return{image:requested,requested};if(tag2===null)throw invalid({code:"image-without-digest",path:"--image",message:`image ${JSON.stringify(requested)} has \
neither tag nor digest, and "latest" is not guessed: expected ${repository2.name}:TAG or ${repository2.name}@sha256:…`});let manifest=await(await registries.open(
repository2)).readManifest(tag2,options);if(manifest===null)throw invalid({code:"no-such-image",path:"--image",message:`${repository2.registry} has no image ${JSON.
stringify(requested)}: check repository and tag, or push it first`});return{image:`${repository2.name}@${manifest.digest}`,requested}}var init_resolve_tag=__esm(
{"src/image/resolve-tag.ts"(){"use strict";init_errors();init_reference()}});function composeApprovals(args,{host,signal}){let source2=host.approvals({approve:args.text("approve"),clock:systemClock,signal});return boundTo(args.text("rele\
ase"),source2)}function boundTo(planned,source2){return planned===null?source2:{async approvalOf(request2){return request2.release===planned?source2.approvalOf(
request2):{kind:"missing",reason:`it would be for release ${planned}, which was planned, and this is ${request2.release}; plan again and have that approved`}}}}
async function composeEngine(args,session,target){let fence2=null,kube=await connect4(args,session,what3=>fence2?.(what3)),{env}=session.host,namespace=target.namespace??
kube.namespace;return{kube,workspace:{folder:target.folder,env},store:createRecordStore(kube,namespace,target.rollout),clock:systemClock,run:session.host.run({id:args.
text("run"),link:args.text("run-link")}),toolVersion:session.version,approvals:composeApprovals(args,session),prober:(traffic2,versions,dial2)=>createProber(traffic2,
{versions,env:name=>env[name],readFile:file2=>(0,import_promises12.readFile)(import_node_path12.default.resolve(target.folder,file2)),secrets:value=>session.host.
mask(value),...dial2?{dial:dial2}:traffic2.from.kind==="pod"?throughPods(kube,traffic2,traffic2.from):{}}),metrics:server=>prometheus(server,{env:name=>env[name],
secrets:value=>session.host.mask(value),proxy:url2=>proxyFor(url2,null,proxiesOf(env)),signal:session.signal}),progress:session.progress,signal:session.signal,leaseDuration:args.
duration("lease-duration",15e3),resolveImage:requested=>resolveImage(args,session,requested),setFence:next=>{fence2=next},close:()=>kube.close()}}async function composeRegistries(args,{
host,signal,version:version2},image2){let[{createRegistries:createRegistries2},{parseImageName:parseImageName2}]=await Promise.all([Promise.resolve().then(()=>(init_registries(),registries_exports)),
Promise.resolve().then(()=>(init_reference(),reference_exports))]),parsed2=parseImageName2(image2);if(!parsed2.ok)throw invalid({code:"bad-image",message:parsed2.
message,path:"--image"});let{registry}=parsed2.name.repository;return createRegistries2({env:host.env,folder:process.cwd(),login:{registry,username:args.text("r\
egistry-user"),passwordEnv:args.text("registry-password-env")},caFile:args.text("registry-ca"),plainHttp:args.flag("registry-http")?[registry]:[],mask:secret2=>host.
mask(secret2),userAgent:`shiftgate/${version2}`,signal})}async function resolveImage(args,session,requested){let registries=await composeRegistries(args,session,
requested),{resolveTag:resolveTag2}=await Promise.resolve().then(()=>(init_resolve_tag(),resolve_tag_exports));try{return(await resolveTag2(requested,registries,
{signal:session.signal})).image}finally{registries.close()}}async function connect4(args,session,fence2){let{env}=session.host,config=await loadKubeconfig({paths:kubeconfigPaths(
args.text("kubeconfig"),env.KUBECONFIG),...args.text("context")?{context:args.text("context")}:{},...env.KUBERNETES_SERVICE_HOST?{inCluster:{host:env.KUBERNETES_SERVICE_HOST,
port:env.KUBERNETES_SERVICE_PORT??"443"}}:{}});return createKubeClient(config,{requestTimeout:args.duration("request-timeout",3e4),fence:fence2,onRequest:()=>session.
apiRequests.count++,userAgent:`shiftgate/${session.version}`,environment:env,secrets:value=>session.host.mask(value),proxy:proxiesOf(env)})}function kubeconfigPaths(option,variable){
return option!==null?[option]:variable?variable.split(import_node_path12.default.delimiter).filter(p=>p!==""):[import_node_path12.default.join((0,import_node_os2.homedir)(),
".kube","config")]}var import_node_os2,import_node_path12,import_promises12,init_compose=__esm({"src/commands/compose.ts"(){"use strict";import_node_os2=require("node:os"),
import_node_path12=__toESM(require("node:path"),1),import_promises12=require("node:fs/promises");init_gateway_pods();init_prometheus();init_prober();init_proxy();
init_rest();init_kubeconfig();init_clock();init_errors();init_store();init_setup_azure()}});function requireSameStages(text3,rollout){if(text3===null)return;let given2=stagesOf(text3),wanted=rollout.stages.map(({name,approval})=>({name,environment:approval}));
if(JSON.stringify(given2)===JSON.stringify(wanted))return;let message=`the stages of the pipeline are not those of the rollout file: ${firstDifference2(given2,wanted)}\
. Paste this as its list of stages:
${listToPaste(wanted)}`;throw invalid({code:"other-stages",message})}function stagesOf(text3){let wrong=why=>invalid({code:"bad-stages",message:`the list of the\
 pipeline's stages is not what was expected: ${why}; expected [{"name": "Blue_0", "environment": "…"}]`}),parsed2;try{parsed2=JSON.parse(text3)}catch(error){throw wrong(
messageOf(error))}if(!Array.isArray(parsed2))throw wrong("it is no list");return parsed2.map(stage2=>{let{name,environment}=stage2??{};if(typeof name!="string")
throw wrong("a stage has no name");return{name,environment:typeof environment=="string"&&environment!==""?environment:null}})}function firstDifference2(given2,wanted){
for(let[index,stage2]of wanted.entries()){let other=given2[index];if(other===void 0)return`"${stage2.name}" is missing`;if(other.name!==stage2.name)return`numbe\
r ${index+1} is "${other.name}", in the file "${stage2.name}"`;if(other.environment!==stage2.environment)return`"${stage2.name}" has ${nameOf2(other.environment)}\
, in the file approval ${nameOf2(stage2.environment)}`}return`"${given2[wanted.length].name}" is not in the file`}function listToPaste(stages){return stages.flatMap(
({name,environment})=>[`- name: ${name}`,...environment===null?[]:[`  environment: ${environment}`]]).join(`
`)}var nameOf2,init_pipeline_stages=__esm({"src/commands/pipeline-stages.ts"(){"use strict";init_errors();nameOf2=environment=>environment===null?"none":`"${environment}\
"`}});function keyPath(path12,key){return/^[\w-]+$/.test(key)?path12===""?key:`${path12}.${key}`:`${path12}[${JSON.stringify(key)}]`}function locateJson(value,place){
if(typeof value=="string")return{kind:"text",place,value};if(typeof value=="number")return{kind:"number",place,value,source:String(value)};if(typeof value=="boo\
lean")return{kind:"flag",place,value,source:String(value)};if(isList3(value))return{kind:"list",place,items:value.map(item=>locateJson(item,place))};let entries3=Object.
entries(value).map(([key,item])=>({key,place,value:locateJson(item,place)}));return{kind:"map",place,entries:entries3,complete:!0}}function partAt(root,...segments){
let node=root;for(let segment of segments)typeof segment=="number"?node=node?.kind==="list"?node.items[segment]??null:null:node=entryOf(node,segment)?.value??null;
return node}function entryOf(node,key){return node?.kind==="map"?node.entries.find(entry3=>entry3.key===key)??null:null}var isList3,init_located=__esm({"src/spe\
c/located.ts"(){"use strict";isList3=value=>Array.isArray(value)}});function text2(rule2){let pattern=rule2.pattern===void 0?null:new RegExp(`^(?:${rule2.pattern})$`,"u"),most=rule2.most??1e3;return{expected:rule2.expected,type:rule2.
type??"text",read(node,reading){if(node.kind!=="text"){let source2=node.kind==="number"||node.kind==="flag"?node.source:null,todo=source2===null?"write one valu\
e":`if that is meant, put it in quotes: ${quoted(source2)}`;return wrongType(node,rule2.expected,todo,reading)}let wrong=(what3,todo)=>reading.report(node.place,
"bad-value",`${what3}; expected ${rule2.expected}; ${todo}`);if(node.value.trim()==="")return wrong("the text is empty","write a value");if(node.value.length>most)
return wrong(`${quoted(node.value)} has ${node.value.length} characters`,`shorten it to at most ${most}`);let complaint=rule2.complaint?.(node.value)??null;return complaint!==
null?wrong(complaint.what,complaint.todo):new RegExp("\\p{Cc}","u").test(node.value)&&pattern===null?wrong(`${quoted(node.value)} has a line break or control ch\
aracter`,"remove it"):pattern!==null&&!pattern.test(node.value)?wrong(`${quoted(node.value)} does not fit`,rule2.advice?.(node.value)??"correct it"):node.value},
schema:()=>({type:"string",minLength:1,maxLength:most,...rule2.pattern===void 0?{}:{pattern:`^(?:${rule2.pattern})$`}}),rows:()=>[]}}function written(expected="\
text",most=1e4){return{expected,type:"text",read(node,reading){if(node.kind==="number"||node.kind==="flag")return node.source;if(node.kind!=="text")return wrongType(
node,expected,"write one value",reading);if(node.value.length<=most)return node.value;let message=`${quoted(node.value)} has ${node.value.length} characters; ex\
pected ${expected}; shorten it to at most ${most}`;return reading.report(node.place,"bad-value",message)},schema:()=>({type:["string","number","boolean"],maxLength:most}),
rows:()=>[]}}function number(rule2){let{from:from2,to,decimals}=rule2,kind=decimals===0?"a whole number":"a number",steps=decimals===0?"":` in steps of ${10**-decimals}`,
expected=rule2.expected??`${kind} from ${from2} to ${to}${steps}`;return{expected,type:`${decimals===0?"whole number":"number"} ${from2}–${to}`,read(node,reading){
if(node.kind!=="number"){let inside=node.kind==="text"?/^\s*([-+]?\d+(?:\.\d+)?)\s*(%?)\s*$/.exec(node.value.slice(0,40)):null,todo=inside===null?`write ${kind}\
 from ${from2} to ${to}`:inside[2]==="%"?`write ${inside[1]}`:"remove the quotes";return wrongType(node,expected,todo,reading)}let wrong=(what3,todo)=>reading.report(
node.place,"bad-value",`${node.source} ${what3}; expected ${expected}; ${todo}`);if(!Number.isFinite(node.value))return wrong("is no usable number",`write a num\
ber from ${from2} to ${to}`);if(node.value<from2)return wrong(`is less than ${from2}`,`write at least ${from2}`);if(node.value>to)return wrong(`is more than ${to}`,
`write at most ${to}`);let scale=10**decimals,rounded2=Math.round(node.value*scale)/scale;if(Math.abs(rounded2-node.value)>1e-9){let near=Math.max(Math.ceil(node.
value*scale-1e-9)/scale,from2),what3=decimals===0?"is not a whole number":decimals===2?"has more than two decimals":`has more than ${decimals} decimals`;return wrong(
what3,`write ${near}`)}return rounded2+0},schema:()=>({type:decimals===0?"integer":"number",minimum:from2,maximum:to}),rows:()=>[]}}function flag(expected="true\
 or false"){return{expected,type:"`true` or `false`",read(node,reading){if(node.kind==="flag")return node.value;let meant=node.kind==="text"?{yes:"true",on:"tru\
e",true:"true",no:"false",off:"false",false:"false"}[node.value.toLowerCase()]:void 0;return wrongType(node,expected,`write ${meant??"true or false"}`,reading)},
schema:()=>({type:"boolean"}),rows:()=>[]}}function choice(words,expected=oneOf(words.map(word=>`"${word}"`))){return{expected,type:oneOf(words.map(word=>`\`${word}\
\``)),read(node,reading){if(node.kind!=="text")return wrongType(node,expected,`write ${words.join(" or ")}`,reading);let word=words.find(candidate=>candidate===
node.value);if(word!==void 0)return word;let near=suggest(node.value,words),todo=near===null?`write ${words.join(" or ")}`:`did you mean "${near}"?`;return reading.
report(node.place,"bad-value",`${quoted(node.value)} is not known here; expected ${expected}; ${todo}`)},schema:()=>({enum:[...words]}),rows:()=>[]}}function duration(rule2={}){
let expected="a duration such as 90s, 10m or 1h30m";return{expected,type:"duration",read(node,reading){if(node.kind==="number")return wrongType(node,expected,unitAdvice(
node.source),reading);if(node.kind!=="text")return wrongType(node,expected,"write for example 10m",reading);let wrong=(what3,todo)=>reading.report(node.place,"b\
ad-value",`${quoted(node.value)} ${what3}; expected ${expected}; ${todo}`);if(node.value.length>100)return wrong("is no duration","write for example 10m");let ms=parseDuration(
node.value.replace(/\s+/g,""));return ms===null?wrong("is no duration",durationAdvice(node.value)):ms===0&&rule2.zero!==!0?wrong("is no time at all","write at l\
east 1ms, or remove the key"):ms>LONGEST2?wrong("is too long","write at most 24d"):Math.ceil(ms)},schema:()=>({type:"string",pattern:"^(?:\\s*\\d+(?:\\.\\d+)?\\s*(?:\
ms|s|m|h|d))+\\s*$"}),rows:()=>[]}}function unitAdvice(source2){return/^\d+(\.\d+)?$/.test(source2)?`add the unit: ${source2}s or ${source2}m`:"write for exampl\
e 10m"}function durationAdvice(value){let match=/^\s*(\d+(?:\.\d+)?)\s*([a-z]*)/i.exec(value);if(match===null)return"write for example 10m";let[,amount="",word=""]=match;
if(word==="")return unitAdvice(amount);let unit=/^h/i.test(word)?"h":/^d/i.test(word)?"d":/^(ms|milli)/i.test(word)?"ms":/^m/i.test(word)?"m":/^s/i.test(word)?"\
s":null;return unit===null?"the units are ms, s, m, h and d":`write ${amount}${unit}`}function oneOf(words){return words.length<2?words.join(""):`${words.slice(
0,-1).join(", ")} or ${words.at(-1)}`}var LONGEST2,init_scalar_shapes=__esm({"src/spec/scalar-shapes.ts"(){"use strict";init_duration();init_reading();init_suggest();
LONGEST2=24*864e5}});function converted(shape,convert){return{...shape,read(node,reading){let value=shape.read(node,reading);return value===INVALID?INVALID:convert(value,node,reading)}}}
function named3(shape,names4){return{...shape,...names4}}var init_shape=__esm({"src/spec/shape.ts"(){"use strict";init_reading()}});function required(shape,example2,doc){return{shape,doc,need:{kind:"required",example:example2}}}function defaulted(shape,value,doc){return{shape,doc,need:{kind:"\
default",value}}}function optional(shape,otherwise,doc){return{shape,doc,need:{kind:"optional",otherwise}}}function object(expected,fields7,options={}){let names4=Object.
keys(fields7),needed=names4.filter(name=>fields7[name].need.kind==="required");return{expected,type:"mapping",read(found,reading){let node=found.kind==="empty"&&
options.empty===!0?{kind:"map",place:found.place,entries:[],complete:!0}:found;if(node.kind!=="map")return wrongType(node,expected,`write "key: value" with ${oneOf(
names4)}`,reading);let meant=reportUnknownKeys(node,names4,reading),values=[],broken=!1;for(let[name,field2]of Object.entries(fields7)){let value=readField(node,
name,field2,meant,reading);value===INVALID?broken=!0:values.push([name,value])}return broken?INVALID:Object.fromEntries(values)},schema:()=>({type:options.empty===
!0?["object","null"]:"object",properties:Object.fromEntries(Object.entries(fields7).map(([name,field2])=>[name,fieldSchema(field2)])),...needed.length>0?{required:needed}:
{},additionalProperties:!1}),rows:path12=>Object.entries(fields7).flatMap(([name,field2])=>fieldRows(path12===""?name:`${path12}.${name}`,field2))}}function readField(node,name,field2,meant,reading){
let entry3=entryOf(node,name);if(entry3!==null)return field2.shape.read(entry3.value,reading);switch(field2.need.kind){case"optional":return null;case"default":
return field2.shape.read(locateJson(field2.need.value,node.place),reading);case"required":return meant.has(name)||!node.complete?INVALID:reading.report(node.place,
"missing-key",`the key "${name}" is missing; expected ${field2.shape.expected}; add "${field2.need.example}"`)}}function reportUnknownKeys(node,names4,reading){
let meant=new Set,absent=names4.filter(name=>entryOf(node,name)===null);for(let entry3 of node.entries.filter(({key})=>!names4.includes(key))){let near=suggest(
entry3.key,absent);near!==null&&meant.add(near),reportUnknownKey(entry3,near,names4,reading)}return meant}function reportUnknownKey(entry3,near,names4,reading){
let known2=near===null?`expected ${oneOf(names4)}; correct or remove it`:`did you mean "${near}"?`;reading.report(entry3.place,"unknown-key",`unknown key ${quoted(
entry3.key)}; ${known2}`)}function fieldSchema(field2){let shown3=field2.need.kind==="default"?{default:field2.need.value}:{};return{description:plain(field2.doc,
field2.need),...shown3,...field2.shape.schema()}}function plain(doc,need){return need.kind==="optional"?`${doc} Default: ${need.otherwise}.`.replaceAll("`",""):
doc.replaceAll("`","")}function fieldRows(path12,field2){let{need,doc,shape}=field2,otherwise=need.kind==="required"?"required":need.kind==="optional"?need.otherwise:
`\`${showJson(need.value)}\``;return[{path:path12,type:shape.type,otherwise,doc},...shape.rows(path12)]}function list(item,expected,options={}){let least=options.
least??0;return{expected,type:`list of ${item.type}`,read(node,reading){if(node.kind!=="list")return wrongType(node,expected,node.kind==="empty"?"":'write it as\
 a list: put "- " before it, or [ ] around it',reading);if(node.items.length<least)return reading.report(node.place,"bad-value",`the list is empty; expected ${expected}\
; add an item`);let values=node.items.map(part=>item.read(part,reading));return values.includes(INVALID)?INVALID:values},schema:()=>({type:"array",items:item.schema(),
...least>0?{minItems:least}:{}}),rows:path12=>item.rows(`${path12}[]`)}}function entries2(rule2){let{expected,value}=rule2,least=rule2.count??rule2.least??0;return{
expected,type:`mapping of ${rule2.keyName} to ${value.type}`,read(node,reading){if(node.kind!=="map")return wrongType(node,expected,`write "${rule2.keyName}: ..\
."`,reading);let count2=node.entries.length,broken=!1;if(count2<least&&node.complete||count2>(rule2.count??1/0)){let names4=node.entries.map(({key})=>quoted(key)).
slice(0,10).join(", "),todo=count2<least?"add what is missing":"remove the others";reading.report(node.place,"bad-value",`${count2===0?"the mapping is empty":`t\
here ${count2===1?"is":"are"} ${count2} (${names4})`}; expected ${expected}; ${todo}`),broken=!0}let values=[];for(let entry3 of node.entries){let key=rule2.key.
read({kind:"text",place:entry3.place,value:entry3.key},reading),read3=value.read(entry3.value,reading);key===INVALID||read3===INVALID?broken=!0:values.push([key,
read3])}return broken?INVALID:values},schema:()=>({type:"object",propertyNames:rule2.key.schema(),additionalProperties:value.schema(),...least>0?{minProperties:least}:
{},...rule2.count!==void 0?{maxProperties:rule2.count}:{}}),rows:path12=>value.rows(`${path12}.<${rule2.keyName}>`)}}function mapping(rule2){return converted(entries2(
rule2),pairs2=>Object.fromEntries(pairs2))}var showJson,init_collection_shapes=__esm({"src/spec/collection-shapes.ts"(){"use strict";init_located();init_reading();
init_scalar_shapes();init_shape();init_suggest();showJson=value=>typeof value=="string"?value:JSON.stringify(value)}});function dnsLabel(what3,most=63){return text2({expected:`${what3}: a DNS label of at most ${most} characters (a-z, 0-9 and "-")`,type:"name",pattern:LABEL,most,
advice:value=>slugAdvice(value,most)})}function objectName(what3){return text2({expected:`${what3} (a-z, 0-9, "-" and ".")`,type:"name",pattern:`${LABEL}(?:\\.${LABEL}\
)*`,most:253,advice:value=>slugAdvice(value,253)})}function slugAdvice(value,most){let slug=value.slice(0,300).toLowerCase().replace(/[^a-z0-9]+/g,"-").slice(0,
most).replace(/^-|-$/g,"");return slug===""?"choose another name":`write for example ${slug}`}function path10(what3){return text2({expected:`${what3}, relative \
to the rollout file`,type:"path",most:1e3,complaint:pathComplaint})}function pathComplaint(value){return/^[a-z][a-z0-9+.-]+:\/\//i.test(value)?{what:`${quoted(value)}\
 is a URL`,todo:"fetch it in an earlier step, and name the local file or folder"}:/^(?:[/\\]|[A-Za-z]:)/.test(value)?{what:`${quoted(value)} is an absolute path`,
todo:"write it relative to the rollout file: other machines have other folders"}:/^~/.test(value)?{what:`${quoted(value)} starts in a home folder`,todo:"write i\
t relative to the rollout file: other machines have other folders"}:value.includes("\\")?{what:`${quoted(value)} has "\\" in it`,todo:'write "/" between folders\
, on Windows too'}:null}var LABEL,stageName,placeholderName,variableName,headerName2,environmentName,approverName,init_name_shapes=__esm({"src/spec/name-shapes.\
ts"(){"use strict";init_reading();init_scalar_shapes();LABEL="[a-z0-9](?:[a-z0-9\\-]*[a-z0-9])?";stageName=text2({expected:'a stage name: letters, digits and "_\
", not starting with a digit',type:"name",pattern:"[A-Za-z_][A-Za-z0-9_]*",most:63,advice:value=>{let word=value.slice(0,60).replace(/[^A-Za-z0-9_]+/g,"_");return`\
write for example ${/^\d/.test(word)?`_${word}`:word}; pipeline hosts use it as an identifier`}}),placeholderName=text2({expected:"a placeholder name in capital\
s such as GRAB_CUT_ITERS",type:"NAME",pattern:"[A-Z_][A-Z0-9_]*",most:100,advice:value=>`write for example ${value.slice(0,60).toUpperCase().replace(/[^A-Z0-9_]+/g,
"_").replace(/^(?=\d)/,"_")}`}),variableName=text2({expected:"the name of an environment variable such as SCORE_TOKEN",type:"NAME",pattern:"[A-Za-z_][A-Za-z0-9_\
]*",most:200,advice:value=>value.startsWith("$")?'write the name without "$" and brackets':"correct it"}),headerName2=text2({expected:'a header name (letters, d\
igits and "-")',type:"header",pattern:"[A-Za-z0-9!#$%&'*+.^_`|~\\-]+",most:100,advice:value=>/:\s*$/.test(value)?'remove the second ":"':"remove the signs that \
no header name can have"}),environmentName=text2({expected:"the name of an environment whose approval opens the stage",type:"environment",most:255}),approverName=
text2({expected:"an account as the pipeline host names it, such as octocat",type:"account",pattern:"[A-Za-z0-9](?:[A-Za-z0-9._@\\-]*[A-Za-z0-9])?",most:100,advice:value=>value.
startsWith("@")?'write it without "@"':"correct it"})}});function version(rollout,name,input){let{subset,port}=input,own2=`${rollout}-${name}`;return{name,deployment:input.deployment??own2,backend:subset===null?{kind:"\
service",service:input.service??own2,port}:{kind:"subset",service:input.service??rollout,subset,port},values:input.values}}var versionName,fields,versionsShape,
init_version_shape=__esm({"src/spec/version-shape.ts"(){"use strict";init_collection_shapes();init_name_shapes();init_scalar_shapes();versionName=text2({expected:'\
a version name: at most 22 characters (a-z, 0-9 and "-")',type:"name",pattern:"[a-z0-9](?:[a-z0-9\\-]*[a-z0-9])?",most:22,complaint:value=>value==="stable"||value===
"canary"?{what:`"${value}" is the name of a role, and versions change their roles`,todo:"name the versions, for example, blue and green"}:null,advice:value=>`wr\
ite for example ${value.slice(0,22).toLowerCase().replace(/[^a-z0-9]+/g,"-").replace(/^-|-$/g,"")||"blue"}`}),fields={deployment:optional(objectName("the name o\
f a Deployment"),"`<rollout>-<version>`","The Deployment that runs the version."),service:optional(dnsLabel("the name of a Service"),"`<rollout>-<version>`; wit\
h `subset`: `<rollout>`","The Service that leads to the version: one for each version, or one for both with `subset`."),subset:optional(dnsLabel("the name of a \
subset"),"none: two Services","The subset of the DestinationRule that selects the version."),port:optional(number({from:1,to:65535,decimals:0,expected:"a port n\
umber from 1 to 65535"}),"the route's","The Service's port."),values:defaulted(mapping({expected:"a mapping of placeholder names to text",keyName:"NAME",key:placeholderName,
value:written("text of a placeholder")}),{},"What `${NAME}` in the manifests stands for. Both versions give the same names.")},versionsShape=entries2({expected:"\
exactly two versions",keyName:"version",key:versionName,value:object("a mapping with deployment and service",fields,{empty:!0}),count:2})}});function assemble(input,namespace){let traffic2=input.traffic===null?null:assembleTraffic(input.traffic,namespace);return{name:input.rollout,namespace,image:input.
image,versions:assembleVersions(input.rollout,input.versions),manifests:input.manifests,routes:input.routes.map(route2=>({...route2,namespace:route2.namespace??
namespace})),traffic:traffic2,metrics:input.metrics,stages:input.stages.map(stage2=>assembleStage(stage2,traffic2)),...input.approvers.length>0?{approvers:input.
approvers}:{},rollback:input.rollback,timeouts:input.timeouts}}function assembleVersions(rollout,versions){let[first,second]=versions.map(([name,input])=>version(
rollout,name,input));return first===void 0||second===void 0?null:[first,second]}function assembleTraffic(input,namespace){let{from:from2}=input;return{...input,
method:input.method??(input.body===null?"GET":"POST"),from:from2.kind==="runner"?from2:{...from2,namespace:from2.namespace??namespace},limits:limitsOver({errors:ERRORS,
p50:null,p99:null},input.limits)}}function assembleStage(input,traffic2){let{name,approval}=input,base={name,approval,gates:gatesOf(input,traffic2),onFailure:input["\
on-failure"]??(input.kind==="promote"?"hold":"abort")};switch(input.kind){case"weight":return{kind:"weight",...base,weight:input.weight,headers:input.headers,mirror:input.
mirror};case"promote":return{kind:"promote",...base,mode:input.mode};case"finish":return{kind:"finish",...base}}}function gatesOf(stage2,traffic2){let soak2=stage2.
soak===null?[]:[{kind:"soak",duration:stage2.soak}],implied=stage2.traffic!==!1&&!stage2.checks.some(({kind})=>kind==="traffic");return[...soak2,...stage2.checks,
...implied?[{kind:"traffic",requests:null,limits:null}]:[]].flatMap(check2=>check2.kind!=="traffic"?[check2]:traffic2===null?[]:[{kind:"traffic",requests:check2.
requests??traffic2.requests,limits:limitsOver(traffic2.limits,check2.limits)}])}function limitsOver(base,over){return{errors:over?.errors??base.errors,p50:over?.
p50??base.p50,p99:over?.p99??base.p99}}var ERRORS,init_assemble=__esm({"src/spec/assemble.ts"(){"use strict";init_version_shape();ERRORS=.01}});function checkGates(stages,root,reading){let hasTraffic=entryOf(root,"traffic")!==null,hasMetrics=entryOf(root,"metrics")!==null;for(let[i,stage2]of stages.entries()){
let node=partAt(root,"stages",i),seen=new Set(stage2.soak===null?[]:["soak"]);for(let[j,{kind}]of stage2.checks.entries()){let place=partAt(root,"stages",i,"che\
cks",j)?.place??root.place;if(seen.has(kind)&&kind!=="metrics")reading.report(place,"conflict",`the stage "${stage2.name}" has "${kind}" twice; expected each ch\
eck once; remove one of them`);else if(kind==="traffic"&&stage2.traffic===!1)reading.report(place,"conflict",`the stage "${stage2.name}" has a traffic check and\
 traffic: false; expected one of them; remove one`);else if(kind==="traffic"&&!hasTraffic)reading.report(place,"conflict",'a traffic check without a "traffic" b\
lock; expected the block at the top of the file; add "traffic: { url: ..., identify: ... }"');else if(kind==="metrics"&&!hasMetrics)reading.report(place,"confli\
ct",'a metrics check without a "metrics" block; expected the block at the top of the file; add "metrics: { url: https://prometheus.example.com }"');else if(kind===
"comparison"){let problem=misplacedComparison(stage2,stage2.checks[j],hasTraffic);problem!==null&&reading.report(place,"conflict",problem)}seen.add(kind)}if(stage2.
traffic===!0&&!hasTraffic){let place=entryOf(node,"traffic")?.place??root.place;reading.report(place,"conflict",'traffic: true without a "traffic" block; expect\
ed the block at the top of the file; add "traffic: { url: ..., identify: ... }"')}}}function checkQueries(stages,versions,root,reading){if(!versions.every(({backend})=>backend.
kind==="subset"))for(let[i,stage2]of stages.entries())for(let[j,check2]of stage2.checks.entries()){let named4=check2.kind==="metrics"?/\$\{\w+\.subset\}/.exec(check2.
query)?.[0]:void 0;named4!==void 0&&reading.report(partAt(root,"stages",i,"checks",j,"metrics","query")?.place??root.place,"conflict",`${named4} is asked for, a\
nd the versions are no subsets; expected a name that they have; write ${named4.replace("subset","service")} or ${named4.replace("subset","deployment")}`)}}function misplacedComparison(stage2,{
source:source2},hasTraffic){let name=`the stage "${stage2.name}"`;return stage2.kind!=="weight"?`${name} is a ${stage2.kind} stage, in which the versions no lon\
ger differ; expected a comparison in a weight stage; move it there`:source2.kind==="replay"?hasTraffic?null:'a replay without a "traffic" block; expected the bl\
ock at the top of the file; add "traffic: { url: ..., identify: ... }"':stage2.mirror>0?null:`${name} copies no requests, so no two lines are about the same one\
; expected a mirror; add "mirror: 100" to the stage, or compare with "replay: {}"`}var init_gate_rules=__esm({"src/spec/gate-rules.ts"(){"use strict";init_located()}});function locate(root,lines,reading){let targets2=aliasTargets(root),open2=new Set,aliases=0,nodes=0;function placeOf3(node,path12){let{line:line2,col}=lines.linePos(
node.range?.[0]??0);return{path:path12,line:Math.max(line2,1),column:Math.max(col,1)}}function visit2(node,path12,near){if(++nodes>LIMITS.nodes)return nodes>LIMITS.
nodes+1?INVALID:reading.report(near,"too-large",`more than ${LIMITS.nodes} values; expected a file of some hundred lines; check the aliases ("*name")`);if(node===
null)return{kind:"empty",place:{...near,path:path12}};let place=placeOf3(node,path12);if((0,import_yaml3.isAlias)(node))return visitAlias(node,place);if((0,import_yaml3.isMap)(
node))return visitMap(node.items,place);if((0,import_yaml3.isSeq)(node)){let items=node.items.map((item,i)=>visit2(item,`${path12}[${i}]`,place));return items.includes(
INVALID)?INVALID:{kind:"list",place,items}}return(0,import_yaml3.isScalar)(node)?scalar(node.value,node.source??String(node.value),place):{kind:"empty",place}}function visitAlias(alias,place){
let target=targets2.get(alias),name=`*${alias.source.slice(0,60)}`;if(target===void 0)return reading.report(place,"alias",`the alias ${name} names no anchor; ex\
pected one that stands before it; add "&${alias.source.slice(0,60)}" there, or write the value out`);if(open2.has(target))return reading.report(place,"alias",`t\
he alias ${name} stands inside its own anchor; expected a value; write the value out`);if(++aliases>LIMITS.aliases)return aliases>LIMITS.aliases+1?INVALID:reading.
report(place,"alias",`more than ${LIMITS.aliases} aliases; expected a few; write the values out`);open2.add(target);let value=visit2(target,place.path,place);return open2.
delete(target),value}function visitMap(pairs2,place){let entries3=new Map,broken=!1,complete=!0;for(let pair of pairs2){let key=readKey(pair.key,place,reading,placeOf3);
if(key===INVALID){complete=!1;continue}let first=entries3.get(key.name);if(first!==void 0){reading.report(key.place,"duplicate-key",`the key ${quoted(key.name)}\
 is there twice, first in line ${first.place.line}; expected each key once; remove one of them`);continue}let value=visit2(pair.value,key.place.path,key.place);
value===INVALID?broken=!0:entries3.set(key.name,{key:key.name,place:key.place,value})}return broken?INVALID:{kind:"map",place,entries:[...entries3.values()],complete}}
return visit2(root,"",{path:"",line:1,column:1})}function scalar(value,source2,place){return typeof value=="string"?{kind:"text",place,value}:typeof value=="num\
ber"?{kind:"number",place,value,source:source2}:typeof value=="boolean"?{kind:"flag",place,value,source:source2}:{kind:"empty",place}}function readKey(node,parent,reading,placeOf3){
let bare=node===null?parent:placeOf3(node,parent.path);if(!(0,import_yaml3.isScalar)(node)||typeof node.value!="string"){let source2=(0,import_yaml3.isScalar)(node)?
node.source??String(node.value):"";return source2===""?reading.report(bare,"bad-key",'this key is not text; expected a name before the ":"; write a word'):reading.
report(bare,"bad-key",`the key ${quoted(source2).slice(1,-1)} is not text; expected text; put it in quotes: ${quoted(source2)}`)}let name=node.value,place=placeOf3(
node,keyPath(parent.path,name.slice(0,60)));return name==="<<"?reading.report(place,"bad-key",'merge keys ("<<") are not supported; expected plain keys; write t\
he keys out, or use an alias for the whole value'):RESERVED.includes(name)?reading.report(place,"bad-key",`the key "${name}" is reserved; expected another name;\
 rename it`):{name,place}}function aliasTargets(root){let anchors=new Map,targets2=new Map;function visit2(node){if((0,import_yaml3.isAlias)(node)){let target=anchors.
get(node.source);target!==void 0&&targets2.set(node,target);return}if(((0,import_yaml3.isMap)(node)||(0,import_yaml3.isSeq)(node)||(0,import_yaml3.isScalar)(node))&&
node.anchor!==void 0&&anchors.set(node.anchor,node),(0,import_yaml3.isMap)(node))for(let pair of node.items)visit2(pair.key),visit2(pair.value);else if((0,import_yaml3.isSeq)(
node))for(let item of node.items)visit2(item)}return visit2(root),targets2}var import_yaml3,LIMITS,RESERVED,init_locate2=__esm({"src/spec/locate.ts"(){"use stri\
ct";import_yaml3=__toESM(require_dist(),1);init_located();init_reading();LIMITS={aliases:100,nodes:2e4},RESERVED=["__proto__","constructor","prototype"]}});function repositoryComplaint(value){let url2=/^[a-z]+:\/\//i.exec(value);if(url2!==null)return{what:`${quoted(value)} is a URL`,todo:`remove "${url2[0]}"`};let version2=/@.*$|:[^/]*$/.
exec(value);if(version2===null||version2.index===0)return null;let kind=version2[0].startsWith("@")?"a digest":"a tag";return{what:`${quoted(value)} has ${kind}`,
todo:`remove ${quoted(version2[0])}: which image is released is said once, at the start, with --image`}}function platform2(more=[]){let known2=[...PLATFORMS,...more];
return text2({expected:"a platform such as linux/amd64",type:"platform",pattern:known2.join("|"),most:50,advice:value=>{let near=suggest(value,known2);return near===
null?`write one of ${known2.join(", ")}`:`did you mean ${near}?`}})}var PART,repository,TAG_PATTERN,tag,baseImage,PLATFORMS,init_repository_shape=__esm({"src/sp\
ec/repository-shape.ts"(){"use strict";init_reading();init_scalar_shapes();init_suggest();PART="[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*",repository=text2({expected:"\
an image repository without tag or digest, such as myregistry.azurecr.io/diabetes-scoring",type:"repository",pattern:`(?:[A-Za-z0-9](?:[A-Za-z0-9.\\-]*[A-Za-z0-9\
])?(?::\\d+)?/)?${PART}(?:/${PART})*`,most:255,complaint:repositoryComplaint,advice:value=>value===value.toLowerCase()?"correct it":`write ${value.slice(0,100).
toLowerCase()}`});TAG_PATTERN="[A-Za-z0-9_][A-Za-z0-9_.\\-]{0,127}",tag=text2({expected:'a tag: up to 128 letters, digits, "_", "." and "-", not starting with "\
." or "-"',type:"tag",pattern:TAG_PATTERN,most:128,advice:value=>{let word=value.replace(/[^A-Za-z0-9_.-]+/g,"-").replace(/^[.-]+/,"");return word===""?"choose \
another tag":`write for example ${word}`}}),baseImage=text2({expected:"an image with Python and pip, such as python:3.12-slim-bookworm",type:"image",pattern:"[A\
-Za-z0-9][A-Za-z0-9._/:@\\-]*",most:400}),PLATFORMS=["linux/amd64","linux/arm64","linux/arm/v7","linux/386","linux/ppc64le","linux/riscv64","linux/s390x"]}});function byType(expected,shapes){let all2=[...new Set(Object.values(shapes))];return{expected,type:oneOf(all2.map(shape=>shape.type)),read(node,reading){let shape=shapes[node.
kind];return shape===void 0?wrongType(node,expected,`write ${expected}`,reading):shape.read(node,reading)},schema:()=>({anyOf:all2.map(shape=>shape.schema())}),
rows:path12=>distinct2(all2.flatMap(shape=>shape.rows(path12)))}}function byKey2(expected,shapes){let keys=Object.keys(shapes);return{expected,type:"mapping",read(node,reading){
if(node.kind!=="map")return wrongType(node,expected,`write a mapping with ${oneOf(keys.map(key2=>`"${key2}: ..."`))}`,reading);let[found,other]=keys.filter(key2=>entryOf(
node,key2)!==null);if(found!==void 0&&other!==void 0)return reading.report(entryOf(node,other).place,"conflict",`both "${found}" and "${other}" are given; expec\
ted only one of them; remove one`);let key=found??keyThatWasMeant(node,keys);if(key!==null)return shapes[key].read(node,reading);if(!node.complete)return INVALID;
let what3=keys.length===2?`neither "${keys[0]}" nor "${keys[1]}" is given`:`none of ${keys.join(", ")} is given`,others=node.entries.map(entry3=>quoted(entry3.key)).
slice(0,5);return reading.report(node.place,"missing-key",`${what3}${others.length===0?"":`, only ${others.join(", ")}`}; expected ${expected}; add one of these\
 keys`)},schema:()=>({oneOf:Object.values(shapes).map(shape=>shape.schema())}),rows:path12=>alternatives(path12,shapes)}}function keyThatWasMeant(node,keys){if(node.
kind!=="map")return null;for(let{key}of node.entries){let near=suggest(key,keys);if(near!==null)return near}return null}function alternatives(path12,shapes){let keys=Object.
keys(shapes),each2=keys.map(key=>({key,rows:shapes[key].rows(path12)})),choice2=`one of ${oneOf(keys.map(key=>`\`${key}\``))}`,rows2=each2.flatMap(({key,rows:own2})=>{
let others=each2.filter(one2=>one2.key!==key).flatMap(one2=>one2.rows.map(row=>JSON.stringify(row)));return own2.map(row=>row.path===`${path12}.${key}`?{...row,
otherwise:choice2}:!row.path.slice(path12.length+1).match(/[.[]/)&&!others.includes(JSON.stringify(row))?{...row,doc:`${row.doc} Only with \`${key}\`.`}:row)});
return distinct2(rows2)}function distinct2(rows2){let seen=new Map;for(let row of rows2)seen.set(JSON.stringify(row),row);return[...seen.values()]}var init_union_shapes=__esm(
{"src/spec/union-shapes.ts"(){"use strict";init_located();init_reading();init_scalar_shapes();init_suggest()}});function image(values,node,reading){let{repository:name,scoring:script,dockerfile,context,args,target,secrets}=values,common3={repository:name,tags:values.tags??
[],builder:values.builder??"auto"},first=DOCKERFILE_KEYS.filter(key=>values[key]!==null)[0];if(first===void 0)return script!==null||values.builder===null?{...common3,
build:script}:reading.report(placeOf(node,"builder"),"conflict",'"builder" is given without a build; expected "scoring", "dockerfile" or "context" beside it; ad\
d one of them');if(values.builder==="layer")return reading.report(placeOf(node,"builder"),"conflict",'the builder "layer" runs no Dockerfile; expected auto, doc\
ker, acr or gcloud; choose one, or use "scoring"');let place=placeOf(node,first);if(script!==null)return reading.report(place,"conflict",`both "scoring" and "${first}\
" are given; expected one way to build the image; remove one: "scoring" writes its own Dockerfile`);if(dockerfile===null&&context===null)return reading.report(place,
"conflict",`"${first}" is given without a build; expected "dockerfile" or "context" beside it; add one of them`);let folder=context??".";return{...common3,build:{
kind:"dockerfile",dockerfile:dockerfile??(folder==="."?"Dockerfile":`${folder.replace(/\/+$/,"")}/Dockerfile`),context:folder,args:args??{},target,platform:values.
platform,secrets:secrets??{}}}}function placeOf(node,key){return entryOf(node,key)?.place??node.place}var python,secret,scoring,buildFields,imageShape,DOCKERFILE_KEYS,
init_image_shape=__esm({"src/spec/image-shape.ts"(){"use strict";init_collection_shapes();init_located();init_name_shapes();init_repository_shape();init_rollout();
init_scalar_shapes();init_shape();init_union_shapes();python=converted(written('a Python version such as "3.12"',20),(value,node,reading)=>{if(/^3\.\d{1,2}(?:\.\d{1,3})?$/.
test(value))return value;let message=`${JSON.stringify(value)} is no Python 3 version; expected a Python version such as "3.12"; correct it`;return reading.report(
node.place,"bad-value",message)}),secret=byKey2("a mapping with env or file",{env:converted(object("a mapping with env",{env:required(variableName,"env: PIP_TOK\
EN","Environment variable that has the secret.")}),({env})=>({kind:"env",name:env})),file:converted(object("a mapping with file",{file:required(path10("a file w\
ith the secret"),"file: .npmrc","File that has the secret.")}),({file:file2})=>({kind:"file",path:file2}))}),scoring=converted(object("a mapping with script, mo\
del, and requirements or conda",{script:required(path10("the scoring script"),"script: scoring/score.py","The scoring script, with `init()` and `run(raw_data)`."),
source:optional(path10("a folder with the script in it"),"the script alone","Folder that is copied into the image, for scripts that import modules beside them."),
model:optional(path10("a model file or folder"),"none","Model file or folder that is copied into the image."),requirements:optional(path10("a pip requirements f\
ile"),"none","pip requirements of the script."),conda:optional(path10("a conda environment file"),"none","conda environment of the script, instead of `requireme\
nts`."),python:defaulted(python,"3.12","Python of the default base image; not with `conda`, whose file names it."),base:optional(baseImage,"the official `python\
` image, or `condaforge/miniforge3`","Image to install the requirements on, best by digest."),platform:defaulted(platform2(),"linux/amd64","Platform of the imag\
e.")}),(values,node,reading)=>values.requirements===null||values.conda===null?{kind:"scoring",...values}:reading.report(placeOf(node,"conda"),"conflict",'both "\
requirements" and "conda" are given; expected only one of them; remove one')),buildFields={repository:required(repository,"repository: myregistry.azurecr.io/dia\
betes-scoring","Where the image lies, without tag or digest."),scoring:optional(named3(scoring,{type:"mapping"}),"no build","Build the image from a scoring scri\
pt."),dockerfile:optional(path10("a Dockerfile"),"`Dockerfile` in `context`","Build the image from this Dockerfile."),context:optional(path10("a build context f\
older"),"`.`","Build context of the Dockerfile; alone it means its `Dockerfile`."),args:optional(mapping({expected:"a mapping of build argument names to text",keyName:"\
NAME",key:variableName,value:written("text of a build argument")}),"none","Build arguments. Never secrets: they can be read from the image."),target:optional(text2(
{expected:"the name of a build stage",pattern:"[A-Za-z0-9][A-Za-z0-9_.\\-]*",most:100}),"the last one","Build stage of the Dockerfile."),platform:optional(platform2(
["windows/amd64"]),"the builder's","Platform of the image."),secrets:optional(mapping({expected:"a mapping of secret ids to env or file",keyName:"ID",key:text2(
{expected:"the id of a secret",pattern:"[A-Za-z0-9_][A-Za-z0-9_.\\-]*",most:100}),value:secret}),"none","Secrets of `RUN --mount=type=secret,id=ID`: they need B\
uildKit, and leave no trace in the image."),tags:optional(list(tag,"a list of tags",{least:1}),"none","Tags of what is pushed, besides the one that `build` choo\
ses."),builder:optional(choice(BUILDERS),"`auto`","What `build` builds with.")},imageShape=byType("an image repository, or a mapping with repository and how to \
build it",{text:converted(repository,name=>({repository:name,build:null,tags:[],builder:"auto"})),map:converted(object("a mapping with repository and how to bui\
ld the image",buildFields),image)}),DOCKERFILE_KEYS=["dockerfile","context","args","target","platform","secrets"]}});var helm,kustomize,source,manifestsShape,init_manifest_shape=__esm({"src/spec/manifest-shape.ts"(){"use strict";init_collection_shapes();init_name_shapes();init_scalar_shapes();
init_shape();init_union_shapes();helm=object("a Helm chart with its values",{helm:required(path10("the folder of a Helm chart"),"helm: charts/model","Folder of \
a Helm chart."),release:optional(dnsLabel("a Helm release name",53),"the version's deployment","Name of the release the chart is rendered for."),values:defaulted(
list(path10("a values file"),"a list of values files"),[],"Values files, later ones win."),set:defaulted(mapping({expected:"a mapping of chart values to text",keyName:"\
key",key:text2({expected:"the name of a chart value such as deployment.name",type:"key"}),value:written("text of a chart value")}),{},"Single values, as with `-\
-set`.")}),kustomize=object("a kustomization",{kustomize:required(path10("the folder of a kustomization"),"kustomize: k8s/overlay","Folder of a kustomization.")}),
source=byType('a file or folder, or a mapping with "helm" or "kustomize"',{text:converted(path10("a file or folder of manifests"),file2=>({kind:"file",path:file2})),
map:byKey2('"helm" or "kustomize"',{helm:converted(helm,({helm:chart2,...rest})=>({kind:"helm",chart:chart2,...rest})),kustomize:converted(kustomize,({kustomize:folder})=>({
kind:"kustomize",path:folder}))})}),manifestsShape=named3(list(source,"a list of manifests"),{type:"list of paths, Helm charts or kustomizations"})}});var rule,common,virtualService,httpRoute,route,routesShape,init_route_shape=__esm({"src/spec/route-shape.ts"(){"use strict";init_collection_shapes();init_manifest_shape();
init_name_shapes();init_scalar_shapes();init_shape();init_union_shapes();rule=byType("the name of a rule, or its index from 0",{text:text2({expected:"the name o\
f a rule",most:253}),number:number({from:0,to:1e4,decimals:0})}),common={namespace:optional(dnsLabel("a namespace"),"the rollout's","Namespace of the route."),rule:optional(
named3(rule,{type:"name or index"}),"found by its destinations","The rule whose weights move: its name, or its index from 0. Needed only when it is not clear."),
manifests:defaulted(manifestsShape,[],"Where the route and what belongs to it come from when they do not exist yet."),pins:defaulted(choice(["refuse","retarget"]),
"refuse","Rules that send their requests to one version only: `retarget` makes them point at the version that remains, `refuse` stops when one would lead nowher\
e.")},virtualService=object("a VirtualService",{virtualService:required(objectName("the name of a VirtualService"),"virtualService: model","Name of an Istio Vir\
tualService."),...common,destinationRule:optional(objectName("the name of a DestinationRule"),"found by its host","The DestinationRule that holds the subsets.")}),
httpRoute=object("an HTTPRoute",{httpRoute:required(objectName("the name of an HTTPRoute"),"httpRoute: model","Name of a Gateway API HTTPRoute."),...common}),route=
byKey2('"virtualService" or "httpRoute"',{virtualService:converted(virtualService,({virtualService:name,...rest})=>({kind:"virtualService",name,...rest})),httpRoute:converted(
httpRoute,({httpRoute:name,...rest})=>({kind:"httpRoute",name,...rest}))}),routesShape=list(named3(route,{type:"mapping"}),"a list with at least one route",{least:1})}});function checkNames(node,reading){if(node.kind!=="map")return;let seen=new Set;for(let{key,place,value}of node.entries){if(seen.has(key.toLowerCase())){let message2=`\
the header ${quoted(key)} is there twice; expected each header once (upper and lower case are the same); remove one of them`;reading.report(place,"duplicate-key",
message2)}if(seen.add(key.toLowerCase()),value.kind!=="text"&&value.kind!=="number")continue;let looksSecret=value.kind==="text"&&SECRET_VALUE.test(value.value);
if(!looksSecret&&!SECRET_NAME.test(key))continue;let what3=looksSecret?"looks like":"holds",message=`the header ${quoted(key)} ${what3} a secret in plain text; \
expected { env: NAME }; put the value into an environment variable and name it here`;reading.report(value.place,"secret",message)}}var SECRET_NAME,SECRET_VALUE,
fromEnv,literal,headerValue,headers,requestHeadersShape,init_request_header_shape=__esm({"src/spec/request-header-shape.ts"(){"use strict";init_collection_shapes();
init_name_shapes();init_reading();init_scalar_shapes();init_shape();init_union_shapes();SECRET_NAME=/authorization|cookie|token|secret|passw|credential|api-?_?key|subscription-key|signature/i,
SECRET_VALUE=/^\s*(?:(?:bearer|basic|digest)\s+\S|eyJ[\w-]+\.|gh[a-z]_\w{20}|glpat-|AKIA[A-Z0-9]{12}|xox[a-z]-)/i,fromEnv=object("a mapping with env",{env:required(
variableName,"env: SCORE_TOKEN","The value comes from this environment variable; it is never stored.")}),literal=converted(written("the value of a header",8e3),
(value,node,reading)=>new RegExp("\\p{Cc}","u").test(value)?reading.report(node.place,"bad-value","the value has a line break or control character; expected the\
 value of a header; remove it"):{kind:"text",text:value}),headerValue=byType("the value of a header, or { env: NAME }",{text:literal,number:literal,flag:literal,
map:converted(fromEnv,({env})=>({kind:"env",name:env}))}),headers=entries2({expected:"a mapping of headers to values",keyName:"header",key:headerName2,value:named3(
headerValue,{type:"text or `{ env: NAME }`"})}),requestHeadersShape={...headers,read(node,reading){checkNames(node,reading);let pairs2=headers.read(node,reading);
return pairs2===INVALID?INVALID:Object.fromEntries(pairs2)}}}});function badPattern(value){try{return new RegExp(value),null}catch(error){let reason=error instanceof Error?error.message.slice(error.message.lastIndexOf(":")+2).
toLowerCase():"not valid";return{what:`${quoted(value)} is no regular expression (${reason})`,todo:`put "\\" before signs that stand for themselves, such as ${oneOf(
["(","[","*","+"])}`}}}var ownPattern,gatewayPattern,jsonField,init_pattern_shapes=__esm({"src/spec/pattern-shapes.ts"(){"use strict";init_reading();init_scalar_shapes();
ownPattern=text2({expected:"a regular expression",type:"regular expression",most:1e3,complaint:value=>badPattern(value)}),gatewayPattern=text2({expected:"a regu\
lar expression that the gateway understands (RE2)",type:"regular expression",most:1e3,complaint:value=>{let unknown2=/\(\?<?[=!]|\\[1-9]/.exec(value);return unknown2!==
null?{what:`${quoted(value)} uses ${quoted(unknown2[0])}`,todo:"RE2 has neither look-around nor back-references: write it without"}:badPattern(value.replace(/^\(\?[imsU]+\)/,
"").replaceAll("(?P<","(?<"))}});jsonField=text2({expected:"the path of a field such as predictions[0].label",type:"field",pattern:"(?:[^.[\\]\\s]+|\\[\\d+\\])(?:\\.[\
^.[\\]\\s]+|\\[\\d+\\])*",most:300,complaint:value=>/^\$(?:\.|\[)/.test(value)?{what:`${quoted(value)} begins with "$"`,todo:`write ${value.slice(1,100).replace(
/^\./,"")}`}:null,advice:()=>'write keys with "." between them, and indexes in [ ]'})}});var code,range2,status,alone,statuses,fields2,answerShape,init_answer_shape=__esm({"src/spec/answer-shape.ts"(){"use strict";init_collection_shapes();init_pattern_shapes();
init_scalar_shapes();init_shape();init_union_shapes();code=converted(number({from:100,to:599,decimals:0,expected:"an HTTP status from 100 to 599"}),status2=>({from:status2,
to:status2})),range2=converted(text2({expected:'a status such as 200, or a range such as "200-299"',pattern:"[1-5]\\d\\d\\s*-\\s*[1-5]\\d\\d",most:20,advice:value=>/^[1-5]xx$/i.
test(value)?`write "${value[0]}00-${value[0]}99"`:/^[1-5]\d\d$/.test(value)?"remove the quotes":'write for example "200-299"'}),(value,node,reading)=>{let[from2=0,
to=0]=value.split("-").map(Number);return from2<=to?{from:from2,to}:reading.report(node.place,"bad-value",`"${value}" runs backwards; expected the lower status \
first; write "${to}-${from2}"`)}),status=byType('a status such as 200, or a range such as "200-299"',{number:code,text:range2}),alone=converted(status,one2=>[one2]),
statuses=named3(byType('a status, a range such as "200-299", or a list of them',{number:alone,text:alone,list:list(status,"a list of status codes and ranges",{least:1})}),
{type:"status, range, or list of them"}),fields2=object("a mapping with status, body and not",{status:defaulted(statuses,"200-299","HTTP status of a good answer\
."),body:optional(ownPattern,"any","A good body matches this."),not:optional(ownPattern,"none",'A good body does not match this, for services that answer 200 wh\
en they fail: `"status":\\s*"ng"`.')}),answerShape=converted(fields2,values=>({status:values.status,body:values.body,notBody:values.not}))}});function bothSides(what3,value){let rule2={expected:`${what3} for both versions`,keyName:"side",key:sideName,value,count:2};return mapping(rule2)}var sideName,plainNumber,
band,byHeader,byBody,byJson,byBand,identifyShape,init_identify_shape=__esm({"src/spec/identify-shape.ts"(){"use strict";init_collection_shapes();init_name_shapes();
init_pattern_shapes();init_reading();init_scalar_shapes();init_shape();init_union_shapes();sideName=text2({expected:"a version, or stable or canary",type:"side",
most:63});plainNumber={expected:"a number",type:"number",read(node,reading){return node.kind!=="number"?wrongType(node,"a number","write for example 0.4",reading):
Number.isFinite(node.value)?node.value+0:reading.report(node.place,"bad-value",`${node.source} is no usable number; expected a number; write for example 0.4`)},
schema:()=>({type:"number"}),rows:()=>[]},band={expected:"two numbers [low, high]",type:"`[low, high]`",read(node,reading){if(node.kind!=="list")return wrongType(
node,band.expected,"write for example [0.4, 0.5]",reading);if(node.items.length!==2)return reading.report(node.place,"bad-value",`the list has ${node.items.length}\
 items; expected two numbers [low, high]; write for example [0.4, 0.5]`);let[low,high]=node.items.map(item=>plainNumber.read(item,reading));return low===void 0||
high===void 0||low===INVALID||high===INVALID?INVALID:low<high?[low,high]:reading.report(node.place,"bad-value",`${low} is not below ${high}; expected two number\
s [low, high]; write the lower one first`)},schema:()=>({type:"array",items:{type:"number"},minItems:2,maxItems:2}),rows:()=>[]},byHeader=object("a header",{header:required(
headerName2,"header: x-model-version","Header of the answer that names the version."),values:optional(bothSides("the header value",written()),"the versions' nam\
es","What the header says for each version.")}),byBody=object("patterns of the body",{body:required(bothSides("a regular expression",ownPattern),'body: { green:\
 "Model B", blue: "Model A" }',"Regular expression that only the bodies of this version match.")}),byJson=object("a JSON field with its values",{json:required(jsonField,
"json: predictions[0].label","JSON field of the answer."),values:required(bothSides("the value of the field",written()),"values: { green: v1, blue: v2 }","What \
the field holds for each version.")}),byBand=object("a numeric JSON field with its bands",{band:required(jsonField,"band: predictions[0].probability","Numeric J\
SON field of the answer."),bands:required(bothSides("[low, high]",band),"bands: { green: [0.4, 0.5], blue: [0.9, 0.98] }","Lowest and highest value for each ver\
sion.")}),identifyShape=byKey2('"header", "body", "json" or "band"',{header:converted(byHeader,({header,values})=>({by:"header",header:header.toLowerCase(),values})),
body:converted(byBody,({body:body2})=>({by:"body",patterns:body2})),json:converted(byJson,({json:json3,values})=>({by:"json",field:json3,values})),band:converted(
byBand,({band:field2,bands})=>({by:"band",field:field2,bands}))})}});function percentAdvice(value){return/^[\d.]+$/.test(value)?`write "${value}%", or remove the quotes when it is a share below 1`:'write for example "1%"'}function limits(errors,times){
return converted(object("a mapping with errors, p50 and p99",fields3(errors,times)),inOrder)}function inOrder(value,node,reading){return value.p50===null||value.
p99===null||value.p50<=value.p99?value:reading.report(entryOf(node,"p50")?.place??node.place,"conflict","p50 is longer than p99; expected the median to be the s\
horter one; exchange them")}var requestsShape,percentText,shareNumber,share2,fields3,limitsField,stageLimitsShape,init_limits_shape=__esm({"src/spec/limits-shap\
e.ts"(){"use strict";init_collection_shapes();init_located();init_reading();init_scalar_shapes();init_shape();init_union_shapes();requestsShape=number({from:1,to:1e6,
decimals:0}),percentText=converted(text2({expected:'a share such as "1%" or 0.01',type:"percent",pattern:"\\d+(?:\\.\\d+)?\\s*%",most:20,advice:percentAdvice}),
(value,node,reading)=>{let share4=Number.parseFloat(value)/100;return share4<=1?share4:reading.report(node.place,"bad-value",`${quoted(value)} is more than all;\
 expected a share such as "1%" or 0.01; write at most "100%"`)});shareNumber={...number({from:0,to:1,decimals:9}),read(node,reading){if(node.kind==="number"&&node.
value>=1){let percent4=node.value>100?"100%":`${node.source}%`;return reading.report(node.place,"bad-value",`${node.source} as a share would let every answer be\
 bad; expected a share such as "1%" or 0.01; write "${percent4}"`)}return number({from:0,to:1,decimals:9,expected:'a share such as "1%" or 0.01'}).read(node,reading)},
schema:()=>({type:"number",minimum:0,exclusiveMaximum:1})},share2=named3(byType('a share such as "1%" or 0.01',{text:percentText,number:shareNumber}),{type:"per\
cent as text, or share below 1"}),fields3=(errors,times)=>({errors:optional(share2,errors,"Highest share of bad answers."),p50:optional(duration(),times,"Longes\
t median answer time."),p99:optional(duration(),times,"Longest answer time of 99 in 100 requests.")});limitsField=defaulted(limits("`1%`","not judged"),{},"When\
 the traffic check fails."),stageLimitsShape=limits("the file's","the file's")}});function urlComplaint(value){if(!URL.canParse(value)){let withScheme=`https://${value}`,todo=!value.includes("://")&&URL.canParse(withScheme)?`write ${quoted(withScheme).
slice(1,-1)}`:"correct it";return{what:`${quoted(value)} is no URL`,todo}}let{protocol,username,password,hash}=new URL(value);return username!==""||password!==""?
{what:"the URL holds a user name or password",todo:"remove it, and send it as a header: { env: NAME }"}:protocol!=="http:"&&protocol!=="https:"?{what:`${quoted(
protocol)} is not supported`,todo:"write http:// or https://"}:/\s/.test(value)?{what:`${quoted(value)} has a space in it`,todo:"write %20"}:hash===""?null:{what:`${quoted(
value)} has a fragment`,todo:`remove ${quoted(hash)}: it is never sent`}}function checkBody(traffic2,node,reading){return traffic2.method==="GET"&&traffic2.body!==
null&&reading.report(entryOf(node,"method")?.place??node.place,"conflict","GET carries no body; expected POST; write method: POST, or remove the body"),traffic2}
var url,address,bodyText,body,pod,from,fields4,trafficShape,init_traffic_shape=__esm({"src/spec/traffic-shape.ts"(){"use strict";init_collection_shapes();init_answer_shape();
init_located();init_identify_shape();init_limits_shape();init_name_shapes();init_reading();init_request_header_shape();init_scalar_shapes();init_shape();init_union_shapes();
url=text2({expected:"an address such as https://models.example.com/score",type:"URL",most:2e3,complaint:urlComplaint});address=text2({expected:"an IP address wi\
th or without port, such as 10.0.0.1 or 10.0.0.1:8443",type:"IP or IP:PORT",pattern:"(?:\\d{1,3}(?:\\.\\d{1,3}){3}(?::\\d{1,5})?|\\[[0-9a-fA-F:.]+\\](?::\\d{1,5})?|[0-\
9a-fA-F]*(?::[0-9a-fA-F.]*){2,8})",most:60,complaint:value=>{let ipv4=/^(\d+)\.(\d+)\.(\d+)\.(\d+)(?::(\d+))?$/.exec(value),port=/(?:\]|^[\d.]+):(\d+)$/.exec(value);
return ipv4!==null&&ipv4.slice(1,5).some(part=>Number(part)>255)?{what:`${quoted(value)} is no IP address`,todo:"each of the four numbers is at most 255"}:port!==
null&&(Number(port[1])<1||Number(port[1])>65535)?{what:`${quoted(value)} has no possible port`,todo:"a port is 1 to 65535"}:null},advice:()=>'a name is looked u\
p by itself: put names into "url" only'}),bodyText=object("a mapping with text",{text:required(written("the text of the body",2e5),'text: "{}"',"The body itself\
.")}),body=byType("the path of a file, or { text: ... }",{text:converted(path10("the file with the body"),file2=>({kind:"file",path:file2})),map:converted(bodyText,
value=>({kind:"text",text:value.text}))}),pod=object("a mapping with pod",{pod:required(text2({expected:"a label selector such as app=client",type:"label select\
or",pattern:"[A-Za-z0-9][A-Za-z0-9_./=!, ()\\-]*",most:500}),"pod: istio=ingressgateway","Send the requests into the gateway pods with these labels, each replic\
a by itself, through the API server: for private gateways."),namespace:optional(dnsLabel("a namespace"),"the rollout's","Namespace of the pods, usually istio-sy\
stem.")}),from=byType('"runner" or { pod: SELECTOR }',{text:converted(choice(["runner"],'"runner" or { pod: SELECTOR }'),()=>({kind:"runner"})),map:converted(pod,
({pod:selector2,...rest})=>({kind:"pod",selector:selector2,...rest}))}),fields4={url:required(url,"url: https://models.example.com/score","Where requests go."),
resolve:defaulted(list(address,"a list of IP addresses"),[],"Gateway addresses to ask instead of looking the host up. Empty: all that the name leads to."),ca:optional(
path10("a file with certificates"),"the machine's","Certificates (PEM) that the answer is checked with."),method:optional(choice(["GET","POST","PUT","PATCH"]),"\
`GET`; `POST` with a body","Method of the requests."),headers:defaulted(requestHeadersShape,{},"Headers of the requests. Secrets come from the environment: `{ e\
nv: NAME }`."),body:optional(body,"none","Body of the requests."),timeout:defaulted(duration(),"10s","Longest wait for one answer."),answer:defaulted(answerShape,
{},"What a good answer is."),identify:required(identifyShape,"identify: { header: x-model-version }","How an answer tells which version gave it. An answer that \
does not tell counts as bad."),from:defaulted(from,"runner","Where the requests start."),requests:defaulted(requestsShape,1e3,"Requests of one measurement."),limits:limitsField},
trafficShape=converted(object("a mapping with url and identify",fields4),checkBody)}});function withinBounds(check2,node,reading){let{min,max}=check2;return min===null&&max===null?reading.report(node.place,"missing",'nothing is judged; expected "m\
ax", "min" or both; add for example "max: 0.01"'):min===null||max===null||min<=max?check2:reading.report(entryOf(node,"min")?.place??node.place,"conflict","min \
is above max, so that no number passes; expected min to be the lower one; exchange them")}var metricsServerShape,BOUND,bound,query,fields5,metricsCheckShape,init_metrics_shape=__esm(
{"src/spec/metrics-shape.ts"(){"use strict";init_collection_shapes();init_located();init_query_placeholders();init_request_header_shape();init_scalar_shapes();init_shape();
init_traffic_shape();init_union_shapes();metricsServerShape=object("a mapping with url",{url:required(url,"url: https://prometheus.example.com","Address of the \
server, as the runner reaches it; `/api/v1/query` is added to it."),headers:defaulted(requestHeadersShape,{},"Headers of the requests. Secrets come from the env\
ironment: `{ env: NAME }`."),timeout:defaulted(duration(),"10s","Longest wait for one answer.")}),BOUND='a number, or a share such as "1%"',bound=named3(byType(
BOUND,{number:number({from:-1e12,to:1e12,decimals:9,expected:BOUND}),text:converted(text2({expected:BOUND,pattern:"-?\\d+(?:\\.\\d+)?\\s*%",most:30,advice:()=>"\
write for example 0.01"}),value=>Number.parseFloat(value)/100)}),{type:"number, or percent as text"}),query=converted(written("a PromQL query",1e4),(value,node,reading)=>{
let problem=queryProblem(value);return problem===null?value:reading.report(node.place,"bad-value",problem)}),fields5={name:defaulted(written("a few words",60),"\
metric","What is measured, for messages: `error rate`."),query:required(query,"query: sum(rate(istio_requests_total{...}[1m]))","PromQL whose answer is one numb\
er. Filled in: `${namespace}` and, for `canary` and `stable`, `${canary.name}`, `${canary.deployment}`, `${canary.service}`, `${canary.subset}`."),max:optional(
bound,"none","The check fails when the number is above. At least one of `max` and `min`."),min:optional(bound,"none","The check fails when the number is below."),
after:defaulted(duration({zero:!0}),"1m","First look, after the route change: as long as the range in the query, so that nothing older is in it."),for:defaulted(
duration({zero:!0}),"0s","How long the number must hold, looked at again and again; `0s`: one look."),every:defaulted(duration(),"15s","Pause between two looks.")},
metricsCheckShape=converted(object("a mapping with query and max or min",fields5),withinBounds)}});function partly(advice){let expected='a share between none and all such as "99%" or 0.99',inside=share4=>share4>0&&share4<1,percent4=converted(text2({expected,type:"\
percent",pattern:"\\d+(?:\\.\\d+)?\\s*%",most:20,advice:value=>/^[\d.]+$/.test(value)?`write "${value}%", or remove the quotes when it is a share below 1`:'writ\
e for example "99%"'}),(value,node,reading)=>{let share4=Math.round(Number.parseFloat(value)*1e7)/1e9;if(inside(share4))return share4;let what3=share4>1?"is mor\
e than all":"can never be shown by a sample";return reading.report(node.place,"bad-value",`${quoted(value)} ${what3}; expected ${expected}; ${advice}`)}),bare={
...number({from:0,to:1,decimals:9}),read(node,reading){return node.kind==="number"&&node.value>1&&node.value<100?reading.report(node.place,"bad-value",`${node.source}\
 is no share; expected ${expected}; write "${node.source}%"`):node.kind==="number"&&!inside(node.value)?reading.report(node.place,"bad-value",`${node.source} ca\
n never be shown by a sample; expected ${expected}; ${advice}`):number({from:0,to:1,decimals:9,expected}).read(node,reading)},schema:()=>({type:"number",exclusiveMinimum:0,
exclusiveMaximum:1})};return named3(byType(expected,{text:percent4,number:bare}),{type:"percent as text, or share below 1"})}var difference,ratio,fields6,comparisonLimits,
init_comparison_limits_shape=__esm({"src/spec/comparison-limits-shape.ts"(){"use strict";init_collection_shapes();init_reading();init_limits_shape();init_scalar_shapes();
init_shape();init_union_shapes();difference=number({from:0,to:1e12,decimals:12,expected:"a difference of 0 or more"}),ratio=number({from:.01,to:1e3,decimals:3,expected:"\
a ratio such as 1.5"}),fields6={agreement:optional(partly('write for example "99%"'),"`95%` with `label`","Lowest share of pairs with the same label."),"max-dif\
ference":optional(named3(difference,{type:"number"}),"not judged","Largest difference of the numbers of any pair: one pair above it fails."),"p50-difference":optional(
named3(difference,{type:"number"}),"not judged","Largest median of the differences."),"p99-difference":optional(named3(difference,{type:"number"}),"not judged",
"Largest difference of 99 in 100 pairs."),errors:defaulted(partly('write for example "1%"'),"1%","Highest share of errors of the canary, of the requests that th\
e stable version answered well."),latency:optional(ratio,"not judged","Highest ratio of the canary's median answer time to the stable version's."),"p99-latency":optional(
ratio,"not judged","The same for the time of 99 in 100 answers."),coverage:optional(partly('write for example "95%"'),"`95%`; none for `replay`","Lowest share o\
f the requests that should have been copied whose copy was answered. Below it nothing is judged good: the gate waits, and holds."),"min-pairs":defaulted(requestsShape,
100,"Fewer pairs never pass.")},comparisonLimits=defaulted(converted(object("a mapping of limits",fields6),value=>({agreement:value.agreement,maxDifference:value["\
max-difference"],p50Difference:value["p50-difference"],p99Difference:value["p99-difference"],errors:value.errors,latency:value.latency,p99Latency:value["p99-lat\
ency"],coverage:value.coverage,minPairs:value["min-pairs"]})),{},"When the comparison passes and fails. Each limit has an interval (99.9 % for all of them toget\
her): it passes when the whole interval is within the limit, and fails when the whole interval is beyond it.")}});function compared(source2,fields7,{pattern,limits:limits2,settle:settle2}){let judgesLabel=fields7.label!==null?.95:null;return{source:source2,pattern,fields:fields7,
settle:settle2,limits:{...limits2,agreement:limits2.agreement??judgesLabel,coverage:source2.kind==="replay"?null:limits2.coverage??.95}}}function checked2(value,node,reading){
let{fields:fields7,limits:limits2,pattern,source:source2}=value,wrong=(key,code2,message)=>reading.report(entryOf(node,key)?.place??node.place,code2,message),limit=key=>{
let inside=entryOf(node,"limits")?.value;return(inside&&entryOf(inside,key)?.place)??node.place};if(fields7.label===null&&fields7.number===null)return node.kind===
"map"&&node.entries.some(e=>suggest(e.key,["label","number"])!==null)?INVALID:wrong(source2.kind,"missing-key",'nothing is compared: neither "label" nor "number\
" is given; expected the field of the answer; add for example "label: prediction"');let judgesNumber=[limits2.maxDifference,limits2.p50Difference,limits2.p99Difference].
some(l=>l!==null);return fields7.number!==null&&!judgesNumber?wrong("number","conflict",'"number" is compared but not judged; expected a limit for its differenc\
e; add for example "limits: { p99-difference: 0.05 }"'):fields7.number===null&&judgesNumber?wrong("limits","conflict",'a limit for differences without "number";\
 expected the field with the number; add for example "number: probability"'):fields7.label===null&&limits2.agreement!==null?reading.report(limit("agreement"),"c\
onflict",'a limit for the agreement without "label"; expected the field with the label; add for example "label: prediction"'):(limits2.latency!==null||limits2.p99Latency!==
null)&&fields7.latency===null&&source2.kind!=="replay"?wrong("limits","conflict",'a limit for the latency without "latency"; expected the field with the millise\
conds; add for example "latency: ms"'):source2.kind==="replay"&&entryOf(entryOf(node,"limits")?.value??node,"coverage")!==null?reading.report(limit("coverage"),
"conflict",'a replay copies no traffic, so there is no coverage; expected a limit of what is compared; remove "coverage"'):pattern===null?value:checkGroups(value,
pattern,node,reading)}function checkGroups(value,pattern,node,reading){let groups2=[...pattern.matchAll(/\(\?<([A-Za-z_$][\w$]*)>/g)].map(m=>m[1]);for(let[key,name]of Object.
entries(value.fields)){if(name===null||groups2.includes(name))continue;let message=`the pattern ${groups2.length===0?"has no named group":`has only the groups ${oneOf(
groups2.map(quoted))}`}; expected one called ${quoted(name)} for "${key}"; write (?<${name}>...) into it`;return reading.report(entryOf(node,key)?.place??entryOf(
node,"pattern")?.place??node.place,"bad-value",message)}return value}var container,filePath,logs,file,replay,what2,logged,fieldsOf2,comparisonShape,init_comparison_shape=__esm(
{"src/spec/comparison-shape.ts"(){"use strict";init_collection_shapes();init_comparison_limits_shape();init_located();init_limits_shape();init_name_shapes();init_pattern_shapes();
init_reading();init_scalar_shapes();init_shape();init_suggest();init_union_shapes();container=optional(dnsLabel("the name of a container"),"the first one","Cont\
ainer of the pods, the same in both versions."),filePath=text2({expected:"an absolute path inside the container such as /app/app.log",type:"path",pattern:"/[^\\p\
{Cc}]*[^/\\p{Cc}]",most:1e3,advice:value=>/^\w/.test(value)?`write /${value.slice(0,60)}`:'start with "/"'}),logs=object("a mapping with container",{container},
{empty:!0}),file=object("a mapping with path",{path:required(filePath,"path: /app/app.log","The file, read with `cat` in each pod (needs `pods/exec`)."),container}),
replay=object("a mapping with bodies, requests and header",{bodies:optional(path10("a file with one body per line"),"the body of the `traffic` block","File with\
 one request body per line."),requests:defaulted(requestsShape,500,"Requests that each version is sent, the bodies in turn."),header:defaulted(headerName2,"x-re\
quest-id","Header that carries the id of a request, the same for both.")},{empty:!0}),what2={pattern:optional(ownPattern,"lines are JSON","Regular expression wi\
th named groups, for text that is no JSON: `id=(?<request_id>\\w+) label=(?<label>\\w+)`."),label:optional(jsonField,"not compared","Field, or group of `pattern\
`, that must be equal in both answers. At least one of `label` and `number`."),number:optional(jsonField,"not compared","Field, or group, with a number or a lis\
t of numbers; what is compared is the (largest) difference."),limits:comparisonLimits},logged={id:defaulted(jsonField,"request_id","Field, or group, with the co\
rrelation id: the same in the lines of both versions."),...what2,latency:optional(jsonField,"not compared","Field, or group, with the milliseconds that the answ\
er took."),status:optional(jsonField,"not looked at","Field, or group, with the HTTP status: a line with 400 or more is an error, as is one without `label` or `\
number`."),settle:defaulted(duration(),"5s","Requests so close to the route change, or to the newest line, are not counted as missing: their copies may be on th\
e way.")};fieldsOf2=({id,label,number:number2,latency,status:status2},time)=>({id,label,number:number2,latency,status:status2,time}),comparisonShape=byKey2('"lo\
gs", "file" or "replay"',{logs:converted(object("a comparison",{logs:required(logs,"logs: {}","Pair the lines that the pods of both versions print."),...logged}),
(value,node,reading)=>checked2(compared({kind:"logs",container:value.logs.container},fieldsOf2(value,null),value),node,reading)),file:converted(object("a compar\
ison",{file:required(file,"file: { path: /app/app.log }","Pair the lines of a file inside the containers."),time:required(jsonField,"time: time","Field, or grou\
p, with the time of a line: ISO 8601 (without zone: UTC), or seconds or milliseconds since 1970."),...logged}),(value,node,reading)=>checked2(compared({kind:"fi\
le",...value.file},fieldsOf2(value,value.time),value),node,reading)),replay:converted(object("a comparison",{replay:required(replay,"replay: {}","Send the reque\
sts of the `traffic` block to a pod of each version, by port-forward, and pair the answers."),...what2}),(value,node,reading)=>checked2(compared({kind:"replay",
...value.replay},{id:null,label:value.label,number:value.number,latency:null,status:null,time:null},{...value,settle:0}),node,reading))})}});function valueMatches(value,example2){return{exact:converted(object("an exact match",{exact:required(value,`exact: ${example2}`,"The whole value.")}),({exact})=>({
kind:"exact",value:exact})),prefix:converted(object("a prefix match",{prefix:required(value,`prefix: ${example2}`,"How the value begins.")}),({prefix})=>({kind:"\
prefix",value:prefix})),regex:converted(object("a regex match",{regex:required(gatewayPattern,'regex: "v[12]"',"Regular expression (RE2) for the whole value.")}),
({regex})=>({kind:"regex",value:regex}))}}function lowerCase(pairs2,node,reading){let lower=new Map;for(let[name,match]of pairs2){if(lower.has(name.toLowerCase())){
let place=entryOf(node,name)?.place??node.place;return reading.report(place,"duplicate-key",`the header ${quoted(name)} is there twice; expected each header onc\
e (upper and lower case are the same); remove one of them`)}lower.set(name.toLowerCase(),match)}return Object.fromEntries(lower)}var isPresent,anyValue,headerValue2,
exactHeader,headerMatch,pathText,pathMatch,headers2,plain2,full,FULL_KEYS,hasFullKey,alternative,one,headerRoutesShape,init_header_shape=__esm({"src/spec/header\
-shape.ts"(){"use strict";init_collection_shapes();init_located();init_name_shapes();init_pattern_shapes();init_reading();init_scalar_shapes();init_shape();init_union_shapes();
isPresent=converted(object("a presence match",{present:required(flag("true"),"present: true","The header is there, with any value.")}),({present},node,reading)=>present?
{kind:"present"}:reading.report(node.place,"bad-value","a rule for a header that is absent is not supported; expected true; write true, or remove the header")),
anyValue=written("the value of a header",1e3),headerValue2={...converted(anyValue,(value,node,reading)=>value===""?reading.report(node.place,"bad-value","the va\
lue is empty; expected the value of a header; write { present: true } for any value"):value),schema:()=>({type:["string","number","boolean"],minLength:1,maxLength:1e3})},
exactHeader=converted(headerValue2,value=>({kind:"exact",value})),headerMatch=byType("the value of a header, or one of { exact, prefix, regex, present }",{text:exactHeader,
number:exactHeader,flag:exactHeader,map:byKey2('"exact", "prefix", "regex" or "present"',{...valueMatches(headerValue2,"canary"),present:isPresent})}),pathText=
text2({expected:"a path such as /score",type:"path",pattern:"/\\S*",most:1e3,advice:value=>/^[\w-]/.test(value)?`write /${value.slice(0,60)}`:'start with "/"'}),
pathMatch=byType("a path such as /score, or one of { exact, prefix, regex }",{text:converted(pathText,value=>({kind:"exact",value})),map:byKey2('"exact", "prefi\
x" or "regex"',valueMatches(pathText,"/score"))}),headers2=converted(entries2({expected:"at least one header with its value",keyName:"header",key:headerName2,value:named3(
headerMatch,{type:"text or match"}),least:1}),lowerCase);plain2=converted(headers2,all2=>({headers:all2,path:null})),full=converted(object("a mapping with heade\
rs and path",{headers:required(headers2,"headers: { user-group: canary }","All of these headers must fit."),path:optional(pathMatch,"any","The path must fit too\
; text means the whole path.")}),values=>values),FULL_KEYS=["headers","path"],hasFullKey={anyOf:FULL_KEYS.map(key=>({required:[key]}))},alternative={expected:"a\
 mapping of headers to values, or { headers: {...}, path: ... }",type:"mapping",read:(node,reading)=>(FULL_KEYS.some(key=>entryOf(node,key)!==null)?full:plain2).
read(node,reading),schema:()=>({anyOf:[full.schema(),{...plain2.schema(),not:hasFullKey}]}),rows:path12=>full.rows(path12)},one=converted(alternative,route2=>[route2]),
headerRoutesShape={...byType("a mapping of headers to values, or a list of alternatives",{map:one,list:list(alternative,"a list of header mappings")}),type:"map\
ping of header to text or match; or a list of them",rows:path12=>full.rows(`${path12}[]`)}}});var overrides,everyFileLimit,check,common2,percent2,weight,promote,trueOnly,finish,stage,stagesShape,init_stage_shape=__esm({"src/spec/stage-shape.ts"(){"use st\
rict";init_comparison_shape();init_collection_shapes();init_header_shape();init_limits_shape();init_metrics_shape();init_name_shapes();init_scalar_shapes();init_shape();
init_union_shapes();overrides=object("a mapping with requests and limits",{requests:optional(requestsShape,"the file's","Requests of one measurement in this sta\
ge."),limits:optional(stageLimitsShape,"the file's","Limits of this stage; what is not given comes from the file.")},{empty:!0}),everyFileLimit={kind:"traffic",
requests:null,limits:null},check=byType('"soak: 10m", "traffic: {...}", "metrics: {...}" or "comparison: {...}"',{text:converted(choice(["traffic"],'"soak: 10m"\
, "traffic", "metrics: {...}" or "comparison: {...}"'),()=>everyFileLimit),map:byKey2('"soak", "traffic", "metrics" or "comparison"',{soak:converted(object("a s\
oak",{soak:required(duration(),"soak: 10m","Wait this long after the route change.")}),({soak:soak2})=>({kind:"soak",duration:soak2})),traffic:converted(object(
"a traffic check",{traffic:required(overrides,"traffic: {}","Send requests and judge the answers, with limits of its own.")}),({traffic:traffic2})=>({kind:"traf\
fic",...traffic2})),metrics:converted(object("a metrics check",{metrics:required(metricsCheckShape,"metrics: { query: ..., max: 0.01 }","Ask the metrics server \
for one number, and hold it against limits.")}),({metrics:metrics2})=>({kind:"metrics",...metrics2})),comparison:converted(object("a comparison",{comparison:required(
comparisonShape,"comparison: { logs: {}, label: prediction }","Compare both versions' answers to the same requests.")}),({comparison:comparison2})=>({kind:"comp\
arison",...comparison2}))})}),common2={name:required(stageName,"name: Canary_10","Name of the stage; hosts use it as an identifier."),approval:optional(environmentName,
"none","Environment whose approval opens the stage."),soak:optional(duration(),"none","Wait this long after the route change before the other checks; short for \
`checks: [{ soak: ... }]`."),checks:defaulted(named3(list(check,"a list of checks"),{type:"list of `soak: 10m`, `traffic`, `traffic: {...}`, `metrics: {...}` or\
 `comparison: {...}`"}),[],"What must hold before the stage has passed, in this order."),traffic:optional(flag("true or false (limits of one stage go into check\
s: [{ traffic: {...} }])"),"`true` when the file has a `traffic` block","Whether requests are sent and judged at the end of the stage."),"on-failure":optional(choice(
["abort","hold"]),"`abort`; `hold` for `promote`","What happens when a check fails.")},percent2=number({from:0,to:100,decimals:2}),weight=object("a weight stage",
{weight:required(percent2,"weight: 0","Percent of the traffic that goes to the canary, in steps of 0.01."),...common2,headers:defaulted(headerRoutesShape,[],"Re\
quests with these headers go to the canary whatever the weight: one mapping (all must fit), or a list of alternatives."),mirror:defaulted(percent2,0,"Percent of\
 the requests that are copied to the canary; its answers to the copies are thrown away.")}),promote=object("a promote stage",{promote:required(choice(["copy","s\
wap"]),"promote: copy","The canary becomes stable: `copy` rolls its image out on the stable deployment, `swap` exchanges the roles."),...common2}),trueOnly={...converted(
flag("true"),(value,node,reading)=>value?!0:reading.report(node.place,"bad-value","false says nothing; expected true; write true, or remove the stage")),type:"`\
true`",schema:()=>({const:!0})},finish=object("a finish stage",{finish:required(trueOnly,"finish: true","Remove what the rollout no longer needs. The last stage\
."),...common2}),stage=byKey2('"weight", "promote" or "finish"',{weight:converted(weight,values=>({kind:"weight",...values})),promote:converted(promote,({promote:mode,
...rest})=>({kind:"promote",mode,...rest})),finish:converted(finish,({finish:_,...rest})=>({kind:"finish",...rest}))}),stagesShape=list(named3(stage,{type:"mapp\
ing"}),"a list with at least one stage",{least:1})}});var timeouts,rollback,rolloutFields,rolloutShape,init_rollout_shape=__esm({"src/spec/rollout-shape.ts"(){"use strict";init_collection_shapes();init_image_shape();
init_manifest_shape();init_name_shapes();init_route_shape();init_scalar_shapes();init_metrics_shape();init_shape();init_stage_shape();init_traffic_shape();init_version_shape();
timeouts=object("a mapping with ready, settle, confirm, drain and gate",{ready:defaulted(duration(),"10m","Until a Deployment is ready."),settle:defaulted(duration(
{zero:!0}),"2s","Wait before a route names pods or subsets that the gateways may not have heard of yet."),confirm:defaulted(duration(),"2m","Until all gateway a\
ddresses agree on a route change."),drain:defaulted(duration({zero:!0}),"60s","Wait between the last route change and the removal of what it no longer serves."),
gate:defaulted(duration(),"10m","Until a check that found no evidence, or a wrong share, gives up and holds.")}),rollback=object("a mapping with approval",{approval:optional(
environmentName,"none","Environment whose approval opens a rollback.")}),rolloutFields={rollout:required(dnsLabel("a name for the rollout",40),"rollout: diabete\
s","Name of the rollout, one for each model service."),namespace:defaulted(dnsLabel("a namespace"),"default","Namespace of the versions; `--namespace` goes befo\
re it."),image:optional(named3(imageShape,{type:"repository, or mapping"}),"given with `--image`","Where the image lies, and how it is built."),versions:required(
versionsShape,"versions: { green: {}, blue: {} }","The two versions, named by the team. The first one is stable until a record in the cluster says otherwise."),
manifests:defaulted(manifestsShape,[],"What runs a version; rendered once for each, with `${version}` and the like filled in."),routes:required(routesShape,"rou\
tes: [{ virtualService: model }]","The routes whose weights move: usually one, several when a service is routed in several objects."),traffic:optional(named3(trafficShape,
{type:"mapping"}),"no requests are sent","How requests are sent and judged, by `verify` and after each stage."),metrics:optional(metricsServerShape,"no metrics",
"The metrics server that `metrics` checks ask, with the HTTP API of Prometheus."),stages:required(stagesShape,"stages: [{ name: Canary_10, weight: 10 }]","Weigh\
t stages, then optionally one `promote` and one `finish` stage. Without these the file is an open A/B test that `abort` ends."),approvers:defaulted(list(approverName,
"a list of accounts"),[],"Accounts that may start a stage by hand, only where the pipeline host cannot ask for reviews (a private GitHub repository on a plan wi\
thout them)."),rollback:defaulted(rollback,{},"Going back to the release before a finished rollout."),timeouts:defaulted(timeouts,{},"Longest waits.")},rolloutShape=
object("a mapping with rollout, versions, routes and stages",rolloutFields)}});function checkRoutes(routes,root,reading){let seen=new Map;for(let[i,{kind,name,namespace}]of routes.entries()){let id=JSON.stringify([kind,namespace,name]),first=seen.
get(id);if(first===void 0)seen.set(id,i);else{let place=partAt(root,"routes",i)?.place??root.place,message=`the route "${name}" is there twice, first as routes[${first}\
]; expected each route once; remove one of them`;reading.report(place,"conflict",message)}}}function checkBackends(routes,versions,root,reading){if(!versions.every(
({backend})=>backend.kind==="service"))for(let[i,{kind}]of routes.entries()){if(kind!=="httpRoute")continue;reading.report(partAt(root,"routes",i,"httpRoute")?.
place??root.place,"conflict",'an HTTPRoute cannot send traffic to subsets; expected two Services; remove "subset" from the versions, or use a VirtualService')}}
var init_route_rules=__esm({"src/spec/route-rules.ts"(){"use strict";init_located()}});function parseSetting(text3){let at3=text3.indexOf("="),path12=(at3===-1?text3:text3.slice(0,at3)).trim(),value=at3===-1?"":text3.slice(at3+1).trim();if(at3===-1)
return{problem:'it has no "="'};if(!SEGMENTS.test(path12)||RESERVED2.test(path12))return{problem:`${JSON.stringify(path12.slice(0,60))} is no path`};if(value===
"")return{problem:`${path12} has no value`};let segments=[...path12.matchAll(/([\w-]+)|\[(\d+)\]/g)].map(([,key,index])=>key??Number(index));return{path:path12,
segments,value}}function withSettings(root,settings,reading){let result=root;for(let setting of settings){let changed=put(result,setting,0,root.place,reading);if(changed===
INVALID)return INVALID;result=changed}return result}function put(node,setting,depth,near,reading){let{segments,path:path12,value}=setting,segment=segments[depth],
place=node?.place??near;if(segment===void 0)return scalarOf(value,{...place,path:path12});if(typeof segment=="number"){let item=node?.kind==="list"?node.items[segment]:
void 0;if(node?.kind!=="list"||item===void 0)return refused2(place,`there is no item ${segment} in a list`,path12,reading);let changed2=put(item,setting,depth+1,
place,reading);return changed2===INVALID?INVALID:{...node,items:node.items.map((other,i)=>i===segment?changed2:other)}}if(node!==null&&node.kind!=="map"&&node.kind!==
"empty")return refused2(place,`${describeNode(node)}, not a mapping that has "${segment}"`,path12,reading);let map=node?.kind==="map"?node:{kind:"map",place,entries:[],
complete:!0},known2=entryOf(map,segment),below={...place,path:keyPath(place.path,segment)},changed=put(known2?.value??null,setting,depth+1,known2?.place??below,
reading);if(changed===INVALID)return INVALID;let entry3={key:segment,place:known2?.place??below,value:changed},entries3=known2?map.entries.map(other=>other.key===
segment?entry3:other):[...map.entries,entry3];return{...map,entries:entries3}}function refused2(place,why,path12,reading){let message=`${why}; expected a place \
for ${path12}; correct the path, or write this part of the file out`;return reading.report({...place,path:path12},"set",message)}function scalarOf(value,place){
let document2=(0,import_yaml4.parseDocument)(value,{logLevel:"silent"}),node=document2.errors.length===0?document2.contents:null;if((0,import_yaml4.isScalar)(node)){
let{value:read3,source:source2=value,type}=node;if(typeof read3=="number")return{kind:"number",place,value:read3,source:source2};if(typeof read3=="boolean")return{
kind:"flag",place,value:read3,source:source2};if(typeof read3=="string"&&(type==="QUOTE_SINGLE"||type==="QUOTE_DOUBLE"))return{kind:"text",place,value:read3}}return{
kind:"text",place,value}}function namingSettings(reading,settings){if(settings.length===0)return reading;let inside=(path12,{path:set})=>path12===set||path12.startsWith(
`${set}.`)||path12.startsWith(`${set}[`),parents=(path12,{path:set})=>set.startsWith(`${path12}.`);return{report(place,code2,message){let known2=settings.some(s=>inside(
place.path,s)),made=code2==="unknown-key"&&settings.some(s=>parents(place.path,s)),said=known2||made?`${message} (this was set from outside, it is not in the fi\
le)`:message;return reading.report(place,code2,said)}}}var import_yaml4,SEGMENTS,RESERVED2,init_settings=__esm({"src/spec/settings.ts"(){"use strict";import_yaml4=
__toESM(require_dist(),1);init_located();init_reading();SEGMENTS=/^[A-Za-z_][\w-]*(\[\d{1,4}\])*(\.[\w-]+(\[\d{1,4}\])*)*$/,RESERVED2=/(^|\.)(__proto__|constructor|prototype)([.[]|$)/}});function checkSides(identify,versions,root,reading){let sides3=sidesOf(identify);if(sides3===null)return;let node=partAt(root,"traffic","identify",sides3.key),names4=Object.
keys(sides3.values),isRole=names4.some(name=>ROLES.includes(name)),wanted=isRole?ROLES:versions,unknown2=0;for(let name of names4.filter(candidate=>!wanted.includes(
candidate))){unknown2+=1;let near=suggest(name,[...versions,...ROLES].filter(candidate=>!names4.includes(candidate))),mixed=isRole&&versions.includes(name),what3=mixed?
`${quoted(name)} is a version, but the other side is a role`:`${quoted(name)} is neither a version nor a role`,todo=near!==null&&!mixed?`did you mean "${near}"?`:
`write ${wanted.join(" and ")}`,message=`${what3}; expected "${versions[0]}" and "${versions[1]}", or "stable" and "canary"; ${todo}`;reading.report(entryOf(node,
name)?.place??root.place,"unknown-side",message)}if(unknown2>0)return;let[one2,other]=Object.values(sides3.values);if(!(one2===void 0||other===void 0||node===null)){
if(typeof one2=="string"||typeof other=="string"){if(one2!==other)return;let message=`both sides are told by ${quoted(String(one2))}; expected two that differ; \
write what only one version answers`;reading.report(node.place,"conflict",message)}else if(one2[0]<=other[1]&&other[0]<=one2[1]){let message=`the bands [${one2.
join(", ")}] and [${other.join(", ")}] overlap; expected a number to tell one version; separate the bands`;reading.report(node.place,"conflict",message)}}}function sidesOf(identify){
switch(identify.by){case"header":return identify.values===null?null:{key:"values",values:identify.values};case"body":return{key:"body",values:identify.patterns};case"\
json":return{key:"values",values:identify.values};case"band":return{key:"bands",values:identify.bands}}}var ROLES,init_side_rules=__esm({"src/spec/side-rules.ts"(){
"use strict";init_located();init_reading();init_suggest();ROLES=["stable","canary"]}});function checkStages(root,reading){let list2=partAt(root,"stages");if(list2?.kind!=="list")return;checkNames2(list2.items,reading);let stages=list2.items.map(outline);
for(let stage2 of stages)stage2?.kind==="weight"&&checkMirror(stage2,reading);let order=stages.filter(stage2=>stage2!==null);order.length===stages.length&&checkOrder(
order,reading)}function outline(node,index){if(node.kind!=="map")return null;let kinds2=["weight","promote","finish"].filter(key=>entryOf(node,key)!==null),name=partAt(
node,"name"),label=name?.kind==="text"?quoted(name.value):`stages[${index}]`;return kinds2.length===1?{node,kind:kinds2[0],label}:null}function checkNames2(items,reading){
let seen=new Map;for(let item of items){let name=partAt(item,"name");if(name?.kind!=="text")continue;let lower=name.value.toLowerCase(),first=seen.get(lower);if(first===
void 0)seen.set(lower,name.value);else{let what3=first===name.value?`the stage name ${quoted(name.value)} is there twice`:`the stage names ${quoted(first)} and ${quoted(
name.value)} differ only in upper and lower case`;reading.report(name.place,"duplicate-stage",`${what3}; expected a different name for each stage; rename one`)}}}
function checkOrder(stages,reading){let promoted=null,finished=null;for(let[i,stage2]of stages.entries()){let message=misplaced(stage2,i===0,promoted,finished);
message!==null&&reading.report(placeOf2(stage2,stage2.kind),"stage-order",message);let before=stages[i-1];stage2.kind==="promote"&&before?.kind==="weight"&&checkBeforePromote(
before,stage2,reading),stage2.kind==="promote"&&(promoted??=stage2),stage2.kind==="finish"&&(finished??=stage2)}if(promoted!==null&&finished===null){let message=`${promoted.
label} promotes, and nothing finishes; expected a finish stage directly after it; add one such as { name: Finish, finish: true }`;reading.report(placeOf2(promoted,
"promote"),"stage-order",message)}}function misplaced(stage2,isFirst,promoted,finished){let{kind,label}=stage2;if(isFirst&&kind!=="weight")return`${label} is th\
e first stage and has no weight; expected a weight stage before ${kind}; add one such as { name: Canary_0, weight: 0 }`;if(kind==="promote"&&promoted!==null||kind===
"finish"&&finished!==null)return`${label} is a second ${kind} stage; expected ${kind} once; remove one of them`;if(kind==="finish")return promoted!==null?null:`${label}\
 finishes what no stage promotes; expected a promote stage directly before it; add one such as { name: Promote, promote: copy }, or remove this stage`;let passed2=finished??
promoted;return passed2===null?null:`${label} comes after the ${passed2.kind} stage ${passed2.label}; expected weight stages first, then promote, then finish; m\
ove it up or remove it`}function checkBeforePromote(last,promote2,reading){let weight2=partAt(last.node,"weight");if(weight2?.kind==="number"&&weight2.value!==100){
let message=`${promote2.label} promotes after ${last.label} with weight ${weight2.source}; expected weight 100 in the last stage before it, because promotion ne\
ver takes away what serves; add a stage such as { name: Canary_100, weight: 100 }`;reading.report(placeOf2(promote2,"promote"),"stage-order",message)}if(entryOf(
last.node,"headers")!==null){let message=`${last.label} still routes by header before the promotion; expected all traffic by weight 100 alone; remove "headers" \
from it`;reading.report(placeOf2(last,"headers"),"stage-order",message)}}function checkMirror(stage2,reading){let weight2=partAt(stage2.node,"weight"),mirror=partAt(
stage2.node,"mirror");if(weight2?.kind!=="number"||mirror?.kind!=="number"||weight2.value!==100||!(mirror.value>0))return;let message=`${stage2.label} copies re\
quests to the canary that all go there already (weight 100); expected a mirror only below weight 100; remove "mirror"`;reading.report(placeOf2(stage2,"mirror"),
"conflict",message)}function checkCopy(versions,root,reading){let[a,b]=versions,differing=Object.keys(a.values).filter(name=>Object.hasOwn(b.values,name)&&a.values[name]!==
b.values[name]),stages=partAt(root,"stages");if(!(differing.length===0||stages?.kind!=="list"))for(let stage2 of stages.items){let promote2=partAt(stage2,"promo\
te");if(promote2?.kind!=="text"||promote2.value!=="copy")continue;let message=`"copy" would deploy the stable version with its own values, and ${differing.slice(
0,5).join(", ")} ${differing.length===1?"differs":"differ"} between the versions; expected "swap", or the same values; write promote: swap`;reading.report(promote2.
place,"conflict",message)}}function placeOf2(stage2,key){return entryOf(stage2.node,key)?.place??stage2.node.place}var init_stage_rules=__esm({"src/spec/stage-r\
ules.ts"(){"use strict";init_located();init_reading()}});function checkVersions(versions,root,reading){let[a,b]=versions,placeOf3=(version2,key)=>entryOf(partAt(root,"versions",version2.name),key)?.place??entryOf(partAt(
root,"versions"),version2.name)?.place??root.place,both=`"${a.name}" and "${b.name}"`;if(a.deployment===b.deployment){let message=`${both} have the same Deploym\
ent "${b.deployment}"; expected one for each, so that both can run at once; rename one`;reading.report(placeOf3(b,"deployment"),"conflict",message)}if(a.backend.
kind!==b.backend.kind){let[subset,service]=a.backend.kind==="subset"?[a,b]:[b,a],message=`"${subset.name}" is a subset and "${service.name}" a Service of its ow\
n; expected the same for both; give both a "subset", or none`;reading.report(placeOf3(subset,"subset"),"conflict",message)}else if(a.backend.kind==="subset"&&b.
backend.kind==="subset"){if(a.backend.service!==b.backend.service){let message=`the subsets of ${both} belong to two Services, "${a.backend.service}" and "${b.backend.
service}"; expected one Service for both; name the same one, or remove "subset"`;reading.report(placeOf3(b,"service"),"conflict",message)}if(a.backend.subset===
b.backend.subset){let message=`${both} have the same subset "${b.backend.subset}"; expected one for each; rename one`;reading.report(placeOf3(b,"subset"),"confl\
ict",message)}}else if(a.backend.service===b.backend.service){let message=`${both} have the same Service "${b.backend.service}"; expected one for each, or one w\
ith two subsets; rename one, or give both a "subset"`;reading.report(placeOf3(b,"service"),"conflict",message)}for(let[one2,other]of[versions,[b,a]])for(let name of Object.
keys(one2.values).filter(key=>!Object.hasOwn(other.values,key))){let message=`"${other.name}" has no value "${name}", which "${one2.name}" has; expected the sam\
e names in both; add "${name}: ..." to the values of "${other.name}"`;reading.report(placeOf3(other,"values"),"conflict",message)}}var init_version_rules=__esm(
{"src/spec/version-rules.ts"(){"use strict";init_located()}});function readYaml(text3,lines,reading){let start={path:"",line:1,column:1},placeAt=offset=>{let{line:line2,col}=lines.linePos(offset);return{path:"",line:Math.max(
line2,1),column:Math.max(col,1)}};if(text3.length>LIMITS2.bytes){let size=`${(text3.length/LIMITS2.bytes).toFixed(1)} MiB`;return reading.report(start,"too-larg\
e",`the file has ${size}; expected at most 1 MiB; check that this is the rollout file`),null}let documents=[];try{let composer=new import_yaml5.Composer({lineCounter:lines,
prettyErrors:!1,uniqueKeys:!1,logLevel:"silent"});for(let document3 of composer.compose(guardedTokens(text3,lines),!0,text3.length))if(documents.push(document3),
documents.length>1)break}catch(error){if(!(error instanceof LimitError))throw error;return reading.report(placeAt(error.offset),error.code,error.message),null}let[
document2,second]=documents;if(document2===void 0)return null;if(second!==void 0)return reading.report(placeAt(second.range?.[0]??0),"several-documents",'the fi\
le holds several YAML documents; expected one; put each rollout into a file of its own and remove the "---" between them'),null;let errors=firstOfEachLine([...document2.
errors,...document2.warnings],placeAt);for(let{error,place}of errors)reading.report(place,"yaml",syntaxMessage2(error,text3));return errors.length===0?document2:
null}function*guardedTokens(text3,lines){let parser=new import_yaml5.Parser(lines.addNewLine);lines.addNewLine(0);let count2=0,errors=0;for(let lexeme of new import_yaml5.Lexer().
lex(text3)){for(let token of parser.next(lexeme)){if(token.type==="error"&&++errors>LIMITS2.errors)return;yield token}if(++count2>LIMITS2.tokens){let message=`t\
he file goes on after ${LIMITS2.tokens} words and signs; expected a file of some hundred lines; check that this is the rollout file`;throw new LimitError("too-l\
arge",parser.offset,message)}if(parser.stack.length>LIMITS2.depth){let message=`more than ${LIMITS2.depth} levels of nesting; expected at most ten; check the br\
ackets and the indentation here`;throw new LimitError("too-deep",Math.max(parser.offset-1,0),message)}}yield*parser.end()}function firstOfEachLine(errors,placeAt){
let seen=new Set,first=[];for(let error of errors){let place=placeAt(error.pos[0]);seen.has(place.line)||first.length>=LIMITS2.errors||(seen.add(place.line),first.
push({error,place}))}return first}function syntaxMessage2(error,text3){let source2=text3.slice(error.pos[0],error.pos[1]).split(`
`,1)[0].slice(0,40);switch(error.code){case"TAB_AS_INDENT":return"a tab in the indentation; expected spaces; replace the tab with spaces";case"TAG_RESOLVE_FAILE\
D":return`the tag ${JSON.stringify(source2)} has no meaning here; expected a plain value; remove the tag`;case"MULTILINE_IMPLICIT_KEY":case"BLOCK_AS_IMPLICIT_KE\
Y":return'this line is neither "key: value" nor a list item; expected one of them; check the indentation and the ":" here and in the line before';case"MISSING_C\
HAR":return/quote$/.test(error.message)?"a quote is opened and never closed; expected the closing quote; add it in this or an earlier line":`not valid YAML: ${lowerFirst(
error.message)}; expected the missing sign; add it, or put text with special signs in quotes`;default:return`not valid YAML: ${lowerFirst(error.message)}; expec\
ted "key: value" lines and "- " lists; check the indentation and the quotes here`}}function lowerFirst(message){let line2=message.split(`
`,1)[0].slice(0,200).replace(new RegExp("\\p{Cc}","gu")," ");return line2.charAt(0).toLowerCase()+line2.slice(1)}var import_yaml5,LIMITS2,LimitError,init_yaml_source=__esm(
{"src/spec/yaml-source.ts"(){"use strict";import_yaml5=__toESM(require_dist(),1),LIMITS2={bytes:1048576,tokens:5e4,depth:64,errors:20};LimitError=class extends Error{code;offset;constructor(code2,offset,message){
super(message),this.code=code2,this.offset=offset}}}});function parseRollout(text3,file2,options={}){let reading=collectProblems(file2),{rollout,readable}=read2(text3.replace(/^\uFEFF/,""),options,namingSettings(reading,
options.set??[])),problems=reading.problems();return rollout!==null&&problems.length===0?{ok:!0,rollout}:{ok:!1,problems,readable}}function read2(text3,options,reading){
let lines=new import_yaml6.LineCounter,document2=readYaml(text3,lines,reading);if(document2===null)return NOTHING;if(document2.contents===null||text3.trim()==="")
return reading.report({path:"",line:1,column:1},"empty",'the file is empty; expected a rollout with versions, routes and stages; start with "rollout: NAME"'),NOTHING;
let written2=locate(document2.contents,lines,reading);if(written2===INVALID)return NOTHING;let root=withSettings(written2,options.set??[],reading);if(root===INVALID)
return NOTHING;let input=rolloutShape.read(root,reading);checkAcrossKeys(root,reading);let rollout=input===INVALID?null:assemble(input,options.namespace??input.
namespace);return{rollout,readable:rollout??readableParts(root,options)}}function readableParts(root,options){let name=quietly(root,"rollout",rolloutFields.rollout.
shape),inputs=quietly(root,"versions",rolloutFields.versions.shape),said=key=>partAt(root,key)!==null,manifests=said("manifests")?quietly(root,"manifests",rolloutFields.
manifests.shape):[],routes=said("routes")?quietly(root,"routes",rolloutFields.routes.shape):[],image2=said("image")?quietly(root,"image",rolloutFields.image.shape):
null,stated=said("namespace")?quietly(root,"namespace",rolloutFields.namespace.shape):"default",namespace=options.namespace??stated,versions=name===null||inputs===
null?null:assembleVersions(name,inputs);if(name===null||versions===null||manifests===null||routes===null||namespace===null||image2===null&&said("image"))return null;
let placed=routes.map(route2=>({...route2,namespace:route2.namespace??namespace}));return{name,namespace,image:image2,versions,manifests,routes:placed}}function checkAcrossKeys(root,reading){
let name=quietly(root,"rollout",rolloutFields.rollout.shape),inputs=quietly(root,"versions",rolloutFields.versions.shape),routes=quietly(root,"routes",rolloutFields.
routes.shape),traffic2=quietly(root,"traffic",rolloutFields.traffic.shape),stages=quietly(root,"stages",rolloutFields.stages.shape),versions=name===null||inputs===
null?null:assembleVersions(name,inputs);versions!==null&&(checkVersions(versions,root,reading),checkCopy(versions,root,reading),routes!==null&&checkBackends(routes,
versions,root,reading),stages!==null&&checkQueries(stages,versions,root,reading),traffic2!==null&&checkSides(traffic2.identify,[versions[0].name,versions[1].name],
root,reading)),routes!==null&&checkRoutes(routes,root,reading),stages!==null&&checkGates(stages,root,reading),checkStages(root,reading)}function quietly(root,key,shape){
let node=partAt(root,key),value=node===null?INVALID:shape.read(node,{report:()=>INVALID});return value===INVALID?null:value}var import_yaml6,NOTHING,init_parse=__esm(
{"src/spec/parse.ts"(){"use strict";import_yaml6=__toESM(require_dist(),1);init_assemble();init_gate_rules();init_located();init_locate2();init_reading();init_rollout_shape();
init_route_rules();init_settings();init_side_rules();init_stage_rules();init_version_rules();init_yaml_source();NOTHING={rollout:null,readable:null}}});async function readRolloutFile(args){let{parsed:parsed2,file:file2,folder,notes}=await parseRolloutFile(args);if(!parsed2.ok)throw invalid(...parsed2.problems);
return{rollout:parsed2.rollout,file:file2,folder,notes}}async function parseRolloutFile(args){let file2=args.file,text3;try{text3=await(0,import_promises13.readFile)(
file2,"utf8")}catch(error){let missing=error instanceof Error&&"code"in error&&error.code==="ENOENT";throw invalid({code:"file-unreadable",file:file2,message:missing?
`${file2} does not exist; give the path of the rollout file`:`${file2} cannot be read: ${messageOf(error)}`})}let namespace=args.text("namespace"),set=settingsOf(
args);return{parsed:parseRollout(text3,file2,{set,...namespace?{namespace}:{}}),file:file2,folder:import_node_path13.default.dirname(import_node_path13.default.
resolve(file2)),notes:settingNotes(set,file2)}}function settingsOf(args){let parsed2=settingLines(args).map(parseSetting),problems=parsed2.flatMap(p=>"problem"in
p?[p.problem]:[]),settings=parsed2.flatMap(p=>"problem"in p?[]:[p]),twice=settings.filter(({path:one2},i)=>settings.findIndex(s=>s.path===one2)!==i);if(problems.
push(...twice.map(({path:one2})=>`${one2} is there twice`)),problems.length===0)return settings;throw invalid(...problems.map(problem=>({code:"bad-set",path:"--\
set",message:`"set" is not what was expected: ${problem}; expected PATH=VALUE with a path of the rollout file, as image.scoring.script=scoring/scoreB.py, one in\
 a line; correct it`})))}function withNotes(notes,result){return notes.length===0?result:{...result,notes:[...notes,...result.notes??[]]}}function settingNotes(settings,file2){
if(settings.length===0)return[];let values=settings.map(s=>`${s.path}=${s.value}`).join(", ");return[`set from outside, instead of what ${import_node_path13.default.
basename(file2)} says: ${values}`]}async function rolloutNamed(args){let name=args.text("rollout");if(name!==null){if(args.text("set")!==null)throw invalid({code:"\
bad-set",path:"--set",message:'"set" changes values of a rollout file, and none is read where the rollout is named; remove it, or give --namespace'});return{rollout:name,
namespace:args.text("namespace"),folder:".",file:null}}try{let{rollout,folder}=await readRolloutFile(args);return{rollout:rollout.name,namespace:rollout.namespace,
folder,file:rollout}}catch(error){let rough=await roughly(args);if(rough)return{...rough,namespace:args.text("namespace")??rough.namespace,folder:import_node_path13.default.
dirname(args.file),file:null};throw error}}async function roughly(args){let text3=await(0,import_promises13.readFile)(args.file,"utf8").catch(()=>""),named4=key=>{
let set=settingLines(args).find(line2=>line2.trim().startsWith(`${key}=`));return set!==void 0?/^[^=]*=\s*([a-z0-9][a-z0-9-]*)\s*$/.exec(set)?.[1]??null:new RegExp(
`^${key}:\\s*["']?([a-z0-9][a-z0-9-]*)["']?\\s*(#.*)?$`,"m").exec(text3)?.[1]},rollout=named4("rollout"),namespace=named4("namespace");return rollout&&namespace!==
null?{rollout,namespace:namespace??"default"}:null}var import_promises13,import_node_path13,settingLines,init_rollout_file=__esm({"src/commands/rollout-file.ts"(){
"use strict";import_promises13=require("node:fs/promises"),import_node_path13=__toESM(require("node:path"),1);init_errors();init_parse();init_settings();settingLines=
args=>(args.text("set")??"").split(/\r?\n/).filter(line2=>line2.trim()!=="")}});var plan_exports={};__export(plan_exports,{planCommand:()=>planCommand});async function planCommand(args,session){let{rollout,folder,notes}=await readRolloutFile(
args);requireSameStages(args.text("pipeline-stages"),rollout);let engine=await composeEngine(args,session,{rollout:rollout.name,namespace:rollout.namespace,folder});
try{let options={rollout,to:args.text("to"),image:args.text("image"),repair:args.flag("repair")},planned=withNotes(notes,await planAdvance(engine,options));return{
...planned,text:planText(planned)}}finally{engine.close()}}var init_plan3=__esm({"src/commands/plan.ts"(){"use strict";init_plan_advance();init_plan2();init_compose();
init_pipeline_stages();init_rollout_file()}});async function renderStage(input){let{rollout,stage:stage2}=input,prepared=await prepare(rollout,input.workspace,input.image),{roles}=rolesOf(rollout,null),state=routeStateOf(
stage2,{rollout,firstRun:!1}),routes=prepared.routeManifests.flatMap((manifests,index)=>{let spec=rollout.routes[index],router=routerOf(spec),context=contextOf(
spec,{rollout,roles});return manifests.map(object2=>{if(object2.metadata.name!==spec.name||object2.kind.toLowerCase()!==spec.kind.toLowerCase())return object2;let remembered=router.
remember(object2,context,null);if(!remembered.ok)throw invalid(...remembered.problems);let rendered=router.render(object2,state,context,remembered.memory);if(!rendered.
ok)throw invalid(...rendered.problems);return rendered.object})}),versions=versionsOf(stage2,rollout).flatMap(role=>prepared.rendered.objects[roles[role].name]??
[]);return[...new Map([...versions,...routes].map(o=>[identity(refOf(o)),o])).values()]}function versionsOf(stage2,rollout){let copy=promoteMode(rollout)==="cop\
y";switch(stage2.kind){case"weight":return["canary"];case"promote":return copy?["stable","canary"]:["canary"];case"finish":return copy?["stable"]:["canary"]}}var init_render_stage=__esm(
{"src/engine/render-stage.ts"(){"use strict";init_object();init_route();init_stage();init_errors();init_observe();init_preparation();init_stage_plan()}});var EXAMPLE_DIGEST,init_example_digest=__esm({"src/commands/example-digest.ts"(){"use strict";EXAMPLE_DIGEST=`sha256:${"0".repeat(64)}`}});var render_exports={};__export(render_exports,{renderCommand:()=>renderCommand});async function renderCommand(args,session){let{rollout,folder}=await readRolloutFile(
args),name=args.text("stage"),names4=rollout.stages.map(s=>s.name).join(", ");if(name===null)throw invalid({code:"missing-value",message:`render needs --stage; \
stages: ${names4}`});let stage2=stageNamed(rollout,name);if(!stage2)throw invalid({code:"unknown-stage",message:`no stage is called "${name}"; expected one of ${names4}`});
let image2=args.text("image")??(rollout.image?`${rollout.image.repository}@${EXAMPLE_DIGEST}`:null),objects=await renderStage({rollout,workspace:{folder,env:session.
host.env},stage:stage2,image:image2}),{stringify}=await Promise.resolve().then(()=>__toESM(require_dist(),1));return{command:"render",outcome:"done",rollout:rollout.
name,stage:stage2.name,message:`${objects.length} objects of stage ${stage2.name}`,objects,text:objects.map(o=>stringify(o,{lineWidth:0})).join(`---
`)}}var init_render2=__esm({"src/commands/render.ts"(){"use strict";init_render_stage();init_errors();init_rollout();init_example_digest();init_rollout_file()}});var advance_exports={};__export(advance_exports,{advanceCommand:()=>advanceCommand});async function advanceCommand(args,session){let{rollout,folder,notes}=await readRolloutFile(
args),engine=await composeEngine(args,session,{rollout:rollout.name,namespace:rollout.namespace,folder});try{let options={rollout,to:args.text("to"),image:args.
text("image"),repair:args.flag("repair"),supersede:args.flag("supersede")},result=withNotes(notes,await advance(engine,options));if(!(result.reason==="release-c\
hanged"||result.reason==="owned")||!args.flag("supersede"))return session.host.reviewed?withNext(engine,result,options,notes):{...result};let first=rollout.stages[0].
name;if(options.to!==null&&options.to!==first){let message=`${result.message}; it starts over at ${first}, so use --supersede without --to ${options.to}`;return{
...result,message}}let image2=options.image??result.image,started2=await supersede(engine,rollout.name,()=>advance(engine,{...options,image:image2}));return{...withNotes(
notes,started2)}}finally{engine.close()}}async function withNext(engine,result,options,notes){if(!(options.rollout.stages.at(-1).name!==result.stage)||result.outcome!==
"done"&&result.outcome!=="unchanged")return{...result};let next=await planAdvance(engine,{...options,to:null}).catch(error=>(engine.progress.step(`the next stag\
e could not be planned: ${messageOf(error)}`),null));return{...result,next:next&&withNotes(notes,next)}}async function supersede(engine,rollout,start){let aborted=await abort(
engine,{rollout,onlyRun:null,reason:"superseded by another release"});if(aborted.outcome!=="done"&&aborted.outcome!=="unchanged")return aborted;let started2=await start();
return{...started2,changes:[...aborted.changes,...started2.changes]}}var init_advance2=__esm({"src/commands/advance.ts"(){"use strict";init_abort2();init_advance();
init_plan_advance();init_errors();init_compose();init_rollout_file()}});var abort_exports={};__export(abort_exports,{abortCommand:()=>abortCommand});async function abortCommand(args,session){let target=await rolloutNamed(args),engine=await composeEngine(
args,session,target);try{let reason=args.text("reason")??`asked for by ${engine.run.who}`,options={rollout:target.rollout,onlyRun:args.text("run"),keepPassed:args.
flag("keep-passed"),reason,fewerPods:args.flag("fewer-pods")};return{...await abort(engine,options)}}finally{engine.close()}}var init_abort3=__esm({"src/command\
s/abort.ts"(){"use strict";init_abort2();init_compose();init_rollout_file()}});async function rollback2(engine,options){let{record}=await engine.store.read();record&&refuseNewerRecord(record);let resuming=record?.phase==="active"&&record.kind===
"rollback";if(!record||!(resuming||standsFinished(record)))return nothingToUndo(record,options.rollout);resuming&&refuseToResume(engine,record);let prepared=await previousRelease(
engine,record,resuming);await requireApproval(engine,record,prepared);let changes=[],gates=[];for(let stage2 of prepared.rollout.stages){let{record:now}=await engine.
store.read();if(now?.phase==="active"&&now.kind==="rollback"&&isPast(prepared.rollout,now,stage2))continue;let first=!(now?.phase==="active"&&now.kind==="rollba\
ck");if(first&&(resuming||stage2!==prepared.rollout.stages[0]))throw refused({code:"preempted",message:`the rollback of "${options.rollout}" was ended by anothe\
r process meanwhile; see "status"`});let result=await runStage(engine,prepared,stage2,{first,kind:"rollback"});if(changes.push(...result.changes),gates.push(...result.
gates),result.outcome!=="done")return{...result,command:"rollback",changes,gates}}let after=(await engine.store.read()).record;return{command:"rollback",outcome:"\
done",rollout:options.rollout,message:`rolled back: ${after?.stable??prepared.rollout.versions[0].name} serves ${prepared.image??`release ${prepared.release}`} \
again`,changes,gates,...fromRecord(after)}}function refuseToResume(engine,{rollout,owner,intent}){if(owner&&owner.run!==engine.run.id){let where=`run ${owner.run}${owner.
link?` (${owner.link})`:""}`;throw refused({code:"owned",message:`the rollback of "${rollout}" belongs to ${where} since ${owner.since}; continue it with --run ${owner.
run}, or end it with "abort"`})}if(intent?.command==="abort")throw refused({code:"aborting",message:`an abort of "${rollout}" has begun and is not complete; run\
 "abort" again`})}function standsFinished({phase,kind,lastFinished}){return phase==="finished"||phase==="aborted"&&kind==="rollback"&&lastFinished!==null}function nothingToUndo(record,rollout){
let base={command:"rollback",rollout,changes:[],gates:[],...fromRecord(record)};return record?.phase==="active"?{...base,outcome:"refused",reason:"in-mid-rollou\
t",owner:record.owner,message:`rollout "${rollout}" is under way (stage ${record.stage}, run ${record.owner?.run}); "abort" takes it back, rollback undoes a fin\
ished one`}:{...base,outcome:"unchanged",message:`nothing to roll back of "${rollout}": ${record?"the last rollout was aborted, so the release before it serves \
already":"it has not been rolled out by shiftgate"}`}}async function previousRelease(engine,record,resuming){if(resuming){let archive2=await readArchive(engine.
kube,record.file.namespace,record.archive??record.lastFinished.archive),rendered=record.archive?archive2.now:archive2.before;return preparedFrom(record.file,record.
release,rendered)}if(!record.lastFinished)throw refused({code:"no-archive",message:`the record of "${record.rollout}" names no release before this one`});let archive=await readArchive(
engine.kube,record.file.namespace,record.lastFinished.archive);if(!archive.before)throw refused({code:"first-release",message:`release ${record.release} is the \
first one of "${record.rollout}"; there is none before it to go back to`});let rollout=rollbackStages(record.file);return preparedFrom(rollout,releaseOf(Object.
values(archive.before.objects).flat(),partOfRelease(rollout)),archive.before)}function rollbackStages(file2){let gates=file2.traffic?[{kind:"traffic",requests:file2.
traffic.requests,limits:file2.traffic.limits}]:[],common3={approval:null,onFailure:"hold"},stages=[{...common3,kind:"weight",name:"Rollback_deploy",weight:0,headers:[],
mirror:0,gates:[]},{...common3,kind:"weight",name:"Rollback_shift",weight:100,headers:[],mirror:0,gates},{...common3,kind:"promote",name:"Rollback_promote",mode:promoteMode(
file2),gates:[]},{...common3,kind:"finish",name:"Rollback_finish",gates:[]}];return{...file2,stages}}function isPast(rollout,record,stage2){let current=rollout.
stages.findIndex(s=>s.name===record.stage),index=rollout.stages.indexOf(stage2);return index<current||index===current&&record.stageState==="passed"}async function requireApproval(engine,record,prepared){
let environment=prepared.rollout.rollback.approval;if(environment===null)return;let answer3=await engine.approvals.approvalOf({rollout:prepared.rollout.name,stage:"\
rollback",environment,run:engine.run.id,release:prepared.release,approvers:prepared.rollout.approvers??[],earlier:approvalsSeen(record),foreign:foreignChange(record,
engine.run.id),summary:[`back to ${prepared.image??prepared.release}`]});if(answer3.kind!=="given")throw new CommandError("held",[{code:"approval-missing",message:`\
the rollout file wants an approval (${environment}) for rollback, nothing was changed: ${answer3.reason}`}])}var init_rollback=__esm({"src/engine/rollback.ts"(){
"use strict";init_stage();init_errors();init_archive();init_store();init_release();init_advance();init_from_archive();init_result()}});var rollback_exports={};__export(rollback_exports,{rollbackCommand:()=>rollbackCommand});async function rollbackCommand(args,session){let target=await rolloutNamed(
args),engine=await composeEngine(args,session,target);try{return{...await rollback2(engine,{rollout:target.rollout})}}finally{engine.close()}}var init_rollback2=__esm(
{"src/commands/rollback.ts"(){"use strict";init_rollback();init_compose();init_rollout_file()}});async function readStatus(engine,rollout){let{record,lease}=await engine.store.read(),base={command:"status",outcome:"done",rollout,changes:[],gates:lastGates(record),
owner:record?.owner??null,stageState:record?.stageState??null,heldBecause:record?.heldBecause??null,pending:record?.intent??null,lease:lease?.who??null,history:record?.
history??[],phase:record?.phase??"none",...fromRecord(record)};if(!record)return{...base,message:`rollout "${rollout}" has not started`,versions:null,nextStage:null,
drift:[]};let{configured,drift}=await configuredNow(engine,record);return{...base,message:messageOf2(record),weight:{...base.weight,configured},versions:{stable:record.
stable,canary:record.canary},nextStage:nextStage(record),drift}}async function configuredNow(engine,record){let input=await lookAtRoutes(engine,record);try{let pending=record.
intent?.route,accepted=pending&&pending!=="original"?[pending]:[],drift=record.phase==="active"?driftOf(input,accepted):[];return{configured:configuredWeight(input),
drift}}catch(error){return{configured:null,drift:[error instanceof Error?error.message:String(error)]}}}function nextStage(record){if(record.phase!=="active")return record.
file.stages[0]?.name??null;let current=record.file.stages.findIndex(s=>s.name===record.stage);return record.file.stages[record.stageState==="passed"?current+1:current]?.
name??null}function lastGates(record){return(record?.history.filter(h=>h.gates.length>0)??[]).at(-1)?.gates??[]}function messageOf2(record){let{phase,stage:stage2,
stageState,stable,release}=record;if(phase==="finished")return`finished: ${stable} serves release ${release} alone`;if(phase==="aborted")return`aborted: ${stable}\
 serves as before the rollout`;if(record.intent?.command==="abort")return`an abort has begun and is not complete: ${record.heldBecause??record.intent.reason??""}`;
let weight2=record.routes[0]?.state?`, ${canaryShare(record.routes[0].state)} % to ${record.canary}`:"";return`stage ${stage2} ${stageState==="passed"?"has pass\
ed":`is ${stageState}`}${weight2}${record.heldBecause?`: ${record.heldBecause}`:""}`}var init_status2=__esm({"src/engine/status.ts"(){"use strict";init_route_state();
init_route();init_drift();init_result()}});function weightBar(stable,canary,weight2){let light=weight2===0?0:Math.min(40-(weight2===100?0:1),Math.max(1,Math.round(weight2/100*40))),share4=Math.round((100-
weight2)*100)/100;return`${stable} ${share4} % |${"█".repeat(40-light)}${"░".repeat(light)}| ${weight2} % ${canary}`}var init_weight_bar=__esm({"src/report/\
weight-bar.ts"(){"use strict"}});function statusText(status2){let{weight:weight2,versions,owner}=status2,shown3=weight2.configured??weight2.recorded;return[`${status2.rollout}: ${status2.message}`,
...versions&&shown3!==null?[`  ${weightBar(versions.stable,versions.canary,shown3)}`]:[],`  weight     recorded ${percent3(weight2.recorded)}, configured ${percent3(
weight2.configured)}, served ${served(status2)}`,...status2.release?[`  release    ${status2.release}`]:[],...status2.image?[`  image      ${status2.image}`]:[],
...owner?[`  owner      ${owner.run}${owner.link?` ${owner.link}`:""}, since ${owner.since}`]:[],...status2.lease?[`  at work    ${status2.lease}`]:[],...status2.
nextStage&&status2.phase==="active"?[`  next       ${status2.nextStage}`]:[],...status2.gates.map(g=>`  gate       ${g.kind}: ${g.verdict}: ${g.reason}`),...status2.
approvals.map(a=>`  approved   ${a.stage} by ${a.by} at ${a.at}${a.comment?` (${a.comment})`:""}`),...status2.drift.map(d=>`  drift      ${d}`),...status2.history.
length>0?["  history"]:[],...status2.history.slice(-HISTORY_SHOWN).map(h=>`    ${h.at}  ${h.event.padEnd(8)} ${h.stage??""}${h.reason?`: ${h.reason}`:""}`)].map(
aligned).join(`
`)}function aligned(line2){return line2.split(/( {2,})/).map(part=>/^ {2,}$/.test(part)?part:singleLine(part,1e3)).join("")}function percent3(value){return value===
null?"unknown":`${value} %`}function served(status2){let{served:served2}=status2.weight;return served2?`${served2.weight} % (${served2.low} to ${served2.high} %\
, n = ${served2.n}, at ${served2.at} from ${served2.from.join(", ")})`:"unknown (nobody looked)"}var HISTORY_SHOWN,init_status3=__esm({"src/report/status.ts"(){
"use strict";init_escape();init_weight_bar();HISTORY_SHOWN=10}});var status_exports={};__export(status_exports,{statusCommand:()=>statusCommand});async function statusCommand(args,session){let target=await rolloutNamed(args),
engine=await composeEngine(args,session,target);try{let status2=await readStatus(engine,target.rollout);return{...status2,text:statusText(status2)}}finally{engine.
close()}}var init_status4=__esm({"src/commands/status.ts"(){"use strict";init_status2();init_status3();init_compose();init_rollout_file()}});async function verify(engine,options){let{rollout}=options,{traffic:traffic2}=rollout;if(!traffic2)throw invalid({code:"no-traffic",message:'verify needs a "tra\
ffic" block in the rollout file: url, and how an answer tells its version'});let{record}=await engine.store.read(),{roles}=rolesOf(rollout,record),{routes}=await observe(
engine.kube,rollout,[],[]),configured=configuredWeight({rollout,roles,routes,memories:record?.routes??[]}),stage2=stageOf(options,record?.phase==="active"?record.
stage:null),firstRun=record?.phase==="active"&&record.firstRun,state=(stage2&&routeStateOf(stage2,{rollout,firstRun}))??record?.routes[0]?.state??splitAt(configured??
0),finished=record?.phase==="finished",scene={rollout,roles,rendered:{stable:[],canary:[]},newReleaseOnStable:finished||firstRun||stage2?.kind==="finish"&&promoteMode(
rollout)==="copy"},prober=proberOf(engine,scene),expected=expectedOf(scene,state),url2=new URL(traffic2.url);try{let result=await trafficGate({prober,expected,headerRoutes:state.
kind==="split"?state.headers:[],path:url2.pathname+url2.search,requests:options.requests??traffic2.requests,limits:traffic2.limits,deadline:engine.clock.now(),clock:engine.
clock,signal:engine.signal,onProgress:(done2,n)=>engine.progress.waiting(`${done2} of ${n} requests`),stillOurs:()=>Promise.resolve()}),{sample}=result;return{command:"\
verify",outcome:result.verdict==="pass"?"done":"failed",rollout:rollout.name,message:`${result.verdict}: ${result.reason}`,changes:[],gates:[{kind:result.kind,verdict:result.
verdict,reason:result.reason}],...fromRecord(record),stage:stage2?.name??null,weight:{...fromRecord(record).weight,configured,served:servedOf2(result,engine.clock.
timestamp())},requests:sample.n,answers:sample.counts,errors:sample.errors,errorKinds:sample.errorKinds,expected:{weight:expected.share*100}}}finally{prober.close()}}
function stageOf(options,current){let name=options.stage??current;if(name===null)return null;let stage2=stageNamed(options.rollout,name);if(stage2||options.stage===
null)return stage2;throw invalid({code:"unknown-stage",message:`no stage is called "${name}"; expected one of ${options.rollout.stages.map(s=>s.name).join(", ")}`})}
var init_verify=__esm({"src/engine/verify.ts"(){"use strict";init_traffic_gate();init_route();init_stage();init_errors();init_route_state();init_rollout();init_gates();
init_observe();init_result();init_scene();init_served();init_stage_plan()}});function table(header,rows2){let all2=[header,...rows2],widths=header.map((_,i)=>Math.max(...all2.map(row=>(row[i]??"").length))),right=header.map((_,i)=>rows2.
length>0&&rows2.every(row=>/^[\d.,%–-]*$/.test(row[i]??""))),line2=row=>row.map((cell,i)=>right[i]?cell.padStart(widths[i]):cell.padEnd(widths[i])).join("  ").
trimEnd();return[line2(header),widths.map(w=>"-".repeat(w)).join("  "),...rows2.map(line2)].join(`
`)}var init_table=__esm({"src/report/table.ts"(){"use strict"}});function verifyText(result){let{served:served2}=result.weight,rows2=Object.entries(result.answers).map(([key,n])=>[key,String(n),share3(n,result.requests)]);return result.
errors>0&&rows2.push(["errors",String(result.errors),share3(result.errors,result.requests)]),[`${result.requests} requests${result.stage?`, stage ${result.stage}`:
""}: expected ${result.expected.weight} % to the canary`,"",table(["answered by","requests","share"],rows2),"",...served2?[`canary: ${served2.weight} %, 99.9 % \
interval ${served2.low} to ${served2.high} %, asked ${served2.from.join(", ")}`]:[],...Object.entries(result.errorKinds).map(([kind,e])=>`${kind}: ${e.count}, e\
.g. ${singleLine(e.examples[0]??"")}`),singleLine(result.message,2e3)].join(`
`)}function share3(n,total){return total===0?"-":`${Math.round(n/total*1e4)/100}%`}var init_verify2=__esm({"src/report/verify.ts"(){"use strict";init_escape();init_table()}});var verify_exports={};__export(verify_exports,{verifyCommand:()=>verifyCommand});async function verifyCommand(args,session){let{rollout,folder}=await readRolloutFile(
args),requests=args.text("requests");if(requests!==null&&!/^[1-9][0-9]{0,6}$/.test(requests))throw invalid({code:"bad-number",message:`--requests "${requests}" \
is no number of requests; expected 1 to 9999999`});let engine=await composeEngine(args,session,{rollout:rollout.name,namespace:rollout.namespace,folder});try{let result=await verify(
engine,{rollout,stage:args.text("stage"),requests:requests===null?null:Number(requests)});return{...result,text:verifyText(result)}}finally{engine.close()}}var init_verify3=__esm(
{"src/commands/verify.ts"(){"use strict";init_verify();init_verify2();init_errors();init_compose();init_rollout_file()}});var require_init=__commonJS({"unused:commands/init.ts"(){throw new Error("not part of this bundle: commands/init.ts")}});var require_setup=__commonJS({"unused:commands/setup.ts"(){throw new Error("not part of this bundle: commands/setup.ts")}});function findingsText(findings){return findings.map(({severity,code:code2,file:file2,line:line2,column,message})=>{let place=[file2,line2,column].filter(part=>part!==
void 0).join(":");return`${severity} ${place===""?"":`${place} `}${code2}: ${singleLine(message,2e3)}
`}).join("")}function findingCount(findings){let count2=severity=>{let n=findings.filter(one2=>one2.severity===severity).length;return`${n} ${severity}${n===1?"":
"s"}`};return`${count2("error")}, ${count2("warning")}`}var init_findings2=__esm({"src/report/findings.ts"(){"use strict";init_escape()}});var init_markdown=__esm({"src/report/markdown.ts"(){"use strict";init_escape()}});function comparisonText(findings){return[heading(findings),"",table(HEADER,rows(findings)),"",...plots(findings),"",...sides2(findings)].join(`
`).trimEnd()}function heading({source:source2,versions,pairs:pairs2,compared:compared2,level}){return`${versions.stable} and ${versions.canary} answered ${pairs2}\
 of the same requests (${source2}); ${compared2} pairs compared, intervals ${Number((level*100).toFixed(3))} % together`}function rows({measures}){return measures.
map(measure=>[measure.name,valueText(measure,measure.value),measure.name==="max-difference"?"":intervalText(measure),measure.limit===null?"":limitText(measure),
measure.verdict??"not judged"])}function sides2({sides:both,versions,disagreements}){let side=role=>{let{lines,answers,errors,duplicates:duplicates2,unpaired}=both[role];
return`${versions[role]}: ${answers} answers in ${lines} lines, ${errors} errors, ${duplicates2} retries, ${unpaired} without partner`},differ=disagreements.map(
({stable,canary,count:count2})=>`${singleLine(stable,60)} became ${singleLine(canary,60)}: ${count2} times`);return[side("stable"),side("canary"),...differ]}function plots(findings){
let agreement2=findings.measures.find(({name})=>name==="agreement");return[...agreement2?[sharePlot(agreement2)]:[],...histogram(findings)]}function sharePlot({
name,value,low,high,limit}){let from2=Math.max(0,Math.floor(Math.min(low??0,limit??1,.95)*20-1e-9)/20),at3=share4=>Math.min(SCALE-1,Math.max(0,Math.round((share4-
from2)/(1-from2)*(SCALE-1)))),cells=Array.from({length:SCALE},()=>"·");for(let i=at3(low??0);i<=at3(high??1);i++)cells[i]="─";limit!==null&&(cells[at3(limit)]=
"┃"),value!==null&&(cells[at3(value)]="●");let legend=limit===null?"":"  (┃ limit)";return`${name}  ${Math.round(from2*100)} % |${cells.join("")}| 100 %${legend}`}
function histogram({differences:differences2}){if(differences2===null)return[];let most=Math.max(...differences2.histogram.map(({count:count2})=>count2)),labels=differences2.
histogram.map(({to})=>`up to ${Number(to.toPrecision(3))}`),width=Math.max(...labels.map(label=>label.length));return["difference of the numbers, pairs",...differences2.
histogram.map(({count:count2},i)=>{let length=count2===0?0:Math.max(1,Math.round(count2/most*BAR));return`${labels[i].padStart(width)} |${"█".repeat(length)}${count2===
0?"":" "}${count2}`})]}var SCALE,BAR,HEADER,init_comparison2=__esm({"src/report/comparison.ts"(){"use strict";init_escape();init_markdown();init_measure();init_table();
SCALE=50,BAR=40;HEADER=["measure","value","interval","limit","verdict"]}});function formatProblems(problems){return problems.map(formatProblem).join(`
`)}function formatProblem({file:file2,line:line2,column,path:path12,message}){let where=[[file2,...line2===void 0?[]:[line2,column??1]].filter(part=>part!==void 0).
join(":"),path12].filter(part=>part!==void 0&&part!=="").join(" ");return where===""?message:`${where}: ${message}`}var init_problems=__esm({"src/spec/problems.\
ts"(){"use strict"}});var text_exports={};__export(text_exports,{printText:()=>printText,resultText:()=>resultText,toJson:()=>toJson});function toJson(result){let{text:_,...fields7}=result;
return fields7}function resultText(result){if(result.outcome==="invalid"&&result.problems)return formatProblems(result.problems);let said=result.text!==void 0&&
(result.outcome==="done"||result.command==="verify");return[...result.text===void 0?[]:[result.text.trimEnd()],...said?[]:[`${result.outcome}: ${harmlessLines(result.
message,4e3)}`]].join(`
`)}function printText(result,{stdout,stderr}){if(result.findings){if(stderr.write(findingsText(result.findings)),result.outcome==="invalid")return void stderr.write(
`${findingCount(result.findings)}
`)}else if(result.outcome==="invalid"&&result.problems){stderr.write(`${formatProblems(result.problems)}
`);return}for(let{comparison:comparison2}of result.text===void 0?result.gates??[]:[])comparison2&&stdout.write(`${comparisonText(comparison2)}

`);result.text!==void 0&&stdout.write(`${result.text.trimEnd()}
`);for(let note of result.command==="plan"?result.notes??[]:[])stderr.write(`  note: ${singleLine(note,1e3)}
`);if(result.text!==void 0&&(result.outcome==="done"||WHOLE_TEXT.includes(result.command)))return;(result.outcome==="done"||result.outcome==="unchanged"?stdout:
stderr).write(`${result.outcome}: ${harmlessLines(result.message,4e3)}
`)}var WHOLE_TEXT,init_text=__esm({"src/report/text.ts"(){"use strict";init_escape();init_findings2();init_comparison2();init_problems();WHOLE_TEXT=["verify","b\
uild"]}});var stage_commands_exports={};__export(stage_commands_exports,{runCli:()=>runCli});module.exports=__toCommonJS(stage_commands_exports);var import_node_events=require("node:events");init_client();init_registry();init_errors();init_arguments();var EXIT_CODES={done:0,unchanged:0,failed:1,aborted:1,
invalid:2,held:3,refused:4,cancelled:130},CANCEL_GRACE=5e3;async function runCommand(argv,version2,host){let json3=argv.includes("--json"),progress=host.progress(
{quiet:argv.includes("--quiet")}),cancel=new AbortController;(0,import_node_events.setMaxListeners)(0,cancel.signal);let stop=signal=>{progress.step(`${signal}:\
 stopping; the next command goes on from here`),cancel.abort(new CommandError("cancelled",[{code:"cancelled",message:`cancelled by ${signal}; the next command g\
oes on from here, "abort" goes back`}])),setTimeout(()=>{giveUp2()},CANCEL_GRACE).unref()},giveUp2=async()=>{await print(failure(command,cancel.signal.reason)),
host.exit(EXIT_CODES.cancelled)},printed=!1,print=async ended2=>{printed||(printed=!0,await host.publish(ended2,{json:json3}))};process.once("SIGINT",stop),process.
once("SIGTERM",stop);let command=argv[0]??"",result,apiRequests={count:0};try{let parsed2=parseArguments(argv);if(parsed2.kind==="version")return host.stdout.write(
`${version2}
`),0;if(parsed2.kind==="help"){let{overview:overview2,commandHelp:commandHelp2}=await Promise.resolve().then(()=>(init_help(),help_exports));return host.stdout.
write(`${parsed2.command?commandHelp2(parsed2.command):overview2()}
`),0}command=parsed2.arguments.command,result=await(await COMMAND_MODULES[parsed2.arguments.command]())(parsed2.arguments,{host,version:version2,progress,signal:cancel.
signal,apiRequests})}catch(error){result=failure(command,cancel.signal.aborted?cancel.signal.reason:error)}return progress.end(),apiRequests.count>0&&(result={...result,
apiRequests:apiRequests.count}),await print(result),EXIT_CODES[result.outcome]}var COMMAND_MODULES={rehearse:async()=>(await Promise.resolve().then(()=>__toESM(require_rehearse(),1))).
rehearseCommand,validate:async()=>(await Promise.resolve().then(()=>__toESM(require_validate(),1))).validateCommand,build:async()=>(await Promise.resolve().then(()=>__toESM(require_build(),1))).
buildCommand,plan:async()=>(await Promise.resolve().then(()=>(init_plan3(),plan_exports))).planCommand,render:async()=>(await Promise.resolve().then(()=>(init_render2(),render_exports))).
renderCommand,advance:async()=>(await Promise.resolve().then(()=>(init_advance2(),advance_exports))).advanceCommand,abort:async()=>(await Promise.resolve().then(()=>(init_abort3(),abort_exports))).
abortCommand,rollback:async()=>(await Promise.resolve().then(()=>(init_rollback2(),rollback_exports))).rollbackCommand,status:async()=>(await Promise.resolve().then(()=>(init_status4(),status_exports))).
statusCommand,verify:async()=>(await Promise.resolve().then(()=>(init_verify3(),verify_exports))).verifyCommand,init:async()=>(await Promise.resolve().then(()=>__toESM(require_init(),1))).
initCommand,setup:async()=>(await Promise.resolve().then(()=>__toESM(require_setup(),1))).setupCommand};function failure(command,error){let base={command,rollout:null};
if(error instanceof CommandError){let first=error.problems[0];return{...base,outcome:error.outcome,message:error.problems.length===1?first.message:`${error.problems.
length} problems`,...first?{reason:first.code}:{},problems:error.problems}}if(error instanceof KubeError){let outcome=error.code==="config"?"invalid":"failed";return{
...base,outcome,reason:`kubernetes-${error.code}`,message:error.message,problems:[{code:`kubernetes-${error.code}`,message:error.message}]}}if(error instanceof RegistryError){
let code2=`registry-${error.kind}`,{message}=error;return{...base,outcome:"failed",reason:code2,message,problems:[{code:code2,message}]}}return{...base,outcome:"\
failed",reason:"internal",message:`this is a defect of shiftgate, please report it: ${messageOf(error)}`,problems:[{code:"internal",message:messageOf(error)}],...error instanceof
Error&&error.stack?{stack:error.stack}:{}}}var import_node_os3=require("node:os");init_escape();function localHost(terminal){return{env:terminal.env,reviewed:!1,stdout:terminal.stdout,exit:terminal.exit,
run:localRun,approvals:({approve,clock,signal})=>localApprovals(terminal,clock,approve,signal),progress:({quiet})=>localProgress(terminal,quiet),...terminal.stdin.
isTTY&&terminal.stderr.isTTY?{ask:(question,signal)=>answer2(terminal,question,signal)}:{},mask:()=>{},async publish(result,{json:json3}){let{printText:printText2,
toJson:toJson2}=await Promise.resolve().then(()=>(init_text(),text_exports));json3?terminal.stdout.write(`${JSON.stringify(toJson2(result))}
`):printText2(result,terminal)}}}function localRun(named4){let user=userName(),id=named4.id??`${user}@${(0,import_node_os3.hostname)()}`;return{id,link:named4.link,
who:`${id} (${(0,import_node_os3.hostname)()}, process ${process.pid})`}}function userName(){try{return(0,import_node_os3.userInfo)().username}catch{return"unkn\
own"}}function localApprovals(host,clock,approve,signal){let named4=approve===null?[]:approve.split(",").map(s=>s.trim());return{async approvalOf(request2){if(named4.
includes("all")||named4.includes(request2.stage))return given(request2,"--approve",clock);let how=`approve it at the terminal, or with --approve ${request2.stage}`;
return host.stdin.isTTY&&host.stderr.isTTY&&await ask3(host,request2,signal)?given(request2,null,clock):{kind:"missing",reason:`nobody has given one in run ${request2.
run}; ${how}`}}}}function given(request2,comment,clock){return{kind:"given",approval:{stage:request2.stage,by:userName(),at:clock.timestamp(),comment}}}async function ask3(host,request2,signal){
for(let line2 of request2.summary)host.stderr.write(`    ${singleLine(line2)}
`);let question=`  approve stage ${request2.stage} (${request2.environment})? [y/N] `;return/^(y|yes)$/i.test(await answer2(host,question,signal)??"")}async function answer2(host,question,signal){
let{createInterface}=await Promise.resolve().then(()=>__toESM(require("node:readline/promises"),1)),terminal=createInterface({input:host.stdin,output:host.stderr});
try{terminal.on("SIGINT",()=>process.kill(process.pid,"SIGINT"));let closed=new Promise(resolve6=>terminal.once("close",()=>resolve6("")));return(await Promise.
race([terminal.question(question,{signal}),closed])).trim()||null}finally{terminal.close()}}function localProgress(host,quiet){let live=host.stderr.isTTY===!0,open2=!1,
clear=()=>{open2&&host.stderr.write("\r\x1B[K"),open2=!1};return{step(text3){quiet||(clear(),host.stderr.write(`  ${singleLine(text3,2e3)}
`))},waiting(text3){quiet||!live||(clear(),host.stderr.write(`  ${singleLine(text3,Math.max(20,(host.stderr.columns||80)-6))} …`),open2=!0)},end:clear}}var runCli=(argv,version2,terminal)=>runCommand(argv,version2,localHost(terminal));0&&(module.exports={runCli});
